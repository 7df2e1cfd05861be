/** Settles once the first paint is done: what is not needed for it is loaded after it. */
export const painted = new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
