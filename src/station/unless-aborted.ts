/** The outcome of a work that goes on, unless the signal is aborted first: then its reason is thrown at once. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  signal?.throwIfAborted();
  let leave = () => {};
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}
