import type { Page } from 'playwright-core';

/** As many steps as no page should need. */
const mostSteps = 400;

/**
 * Goes through the page by Tab from its beginning. @returns what it does not reach, what does not show that it has the
 * focus, and where it does not come out again
 */
export async function keyboardFaults(page: Page): Promise<string[]> {
  await page.evaluate(prepare);
  for (let step = 0; step < mostSteps; step += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => (globalThis as unknown as { walk: { step: () => boolean } }).walk.step())) {
      return page.evaluate(() => (globalThis as unknown as { walk: { faults: () => string[] } }).walk.faults());
    }
  }
  return [`after ${mostSteps} steps it is not through`];
}

/** Runs in the page. */
function prepare(): void {
  const isShown = (element: Element) => element.checkVisibility({ checkVisibilityCSS: true });
  const dialogs = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')].filter(isShown);
  const scope: Element = dialogs.at(-1) ?? document.body;
  const candidates = [...scope.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, video[controls], [tabindex]')];
  const isOff = (element: HTMLElement) => element.matches(':disabled') || element.closest('[inert], fieldset:disabled') !== null;
  const wanted = candidates.filter((element) => element.tabIndex >= 0 && isShown(element) && !isOff(element));
  const reached = new Set<Element>();
  const unseen: string[] = [];
  let last: { readonly element: HTMLElement; readonly look: string } | null = null;

  const nameOf = (element: HTMLElement) => `<${element.tagName.toLowerCase()}> “${(element.getAttribute('aria-label') ?? element.dataset['testid'] ?? element.textContent ?? '').trim().slice(0, 50)}”`;
  const around = (element: HTMLElement) => [element, element.parentElement, element.nextElementSibling, element.previousElementSibling, element.closest('label')];
  /** What a focus could change of how it looks. */
  const lookOf = (element: HTMLElement) =>
    around(element)
      .map((near) => {
        if (!near) return '';
        const { outlineStyle, outlineWidth, outlineColor, borderColor, boxShadow, backgroundColor } = getComputedStyle(near);
        return [outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`, borderColor, boxShadow, backgroundColor].join();
      })
      .join('|');
  const leave = () => {
    if (last && last.element.isConnected && last.look === lookOf(last.element)) unseen.push(nameOf(last.element));
  };

  // Who leaves a dialog by more than its keys comes back in behind it.
  if (!dialogs.some((dialog) => dialog.contains(document.activeElement))) (document.activeElement as HTMLElement | null)?.blur();
  window.getSelection()?.removeAllRanges();
  const walk = {
    /** True once it has been everywhere. */
    step: (): boolean => {
      const element = document.activeElement as HTMLElement | null;
      leave();
      last = null;
      if (element === null || element === document.body || reached.has(element)) return true;
      reached.add(element);
      last = { element, look: lookOf(element) };
      return false;
    },
    faults: (): string[] => {
      const isReached = (element: HTMLElement) => {
        if (reached.has(element)) return true;
        // One of a group of radios stands for all of them.
        return element instanceof HTMLInputElement && element.type === 'radio' && [...reached].some((other) => other instanceof HTMLInputElement && other.name === element.name);
      };
      const missed = wanted.filter((element) => element.isConnected && !isReached(element)).map((element) => `not reached: ${nameOf(element)}`);
      const outside = dialogs.length > 0 ? [...reached].filter((element) => !scope.contains(element)).map((element) => `outside the dialog: ${nameOf(element as HTMLElement)}`) : [];
      const jumps = wanted.filter(({ tabIndex }) => tabIndex > 0).map((element) => `out of order: ${nameOf(element)}`);
      return [...new Set([...missed, ...outside, ...jumps, ...unseen.map((name) => `focus not seen: ${name}`)])];
    },
  };
  Object.assign(globalThis, { walk });
}
