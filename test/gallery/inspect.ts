import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core says is serious or critical, as `rule: what (where)`. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const engine = (globalThis as unknown as { axe: typeof axe }).axe;
    // Of an app that fills its window, `region` and the like are best practice: the levels of WCAG 2.2 are what is promised.
    const { violations } = await engine.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) => nodes.slice(0, 4).map(({ target, any }) => `${id}: ${help} (${target.join(' ')}${any[0] ? `; ${any[0].message}` : ''})`));
  });
}

/** Text that is cut without its whole being told elsewhere, and what lies outside the window to the right. */
export const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    const isShown = (element: Element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && element.getClientRects().length > 0;
    const nameOf = (element: Element) => `<${element.tagName.toLowerCase()} ${element.getAttribute('data-testid') ?? element.className.toString().split(' ').at(-1) ?? ''}> “${(element.textContent ?? '').trim().slice(0, 60)}”`;
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
    const scrolls = (element: Element | null): boolean => element !== null && element !== root && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (!isShown(element) || element.closest('svg, canvas, [aria-hidden="true"]') !== null) continue;
      const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
      const isControl = element.matches('button, a[href], input, select, textarea, [role="button"], [role="tab"]');
      const { right, left, width } = element.getBoundingClientRect();
      const isTiny = width <= 1;
      if ((hasText || isControl) && !isTiny && (right > innerWidth + 1 || left < -1) && !scrolls(element.parentElement)) faults.push(`outside the window: ${nameOf(element)}`);
      const { overflowX, textOverflow } = getComputedStyle(element);
      const isCut = /hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1 && !isTiny;
      if (!isCut || !(hasText || textOverflow === 'ellipsis')) continue;
      const isTold = element.closest('[title]') !== null || element.querySelector('[title]') !== null;
      if (!isTold) faults.push(`cut: ${nameOf(element)} ${element.scrollWidth} in ${element.clientWidth}`);
    }
    for (const input of document.querySelectorAll<HTMLInputElement>('input[type="text"], input:not([type])')) {
      // A field whose text is chosen, not typed, must show it: nobody moves a caret in it.
      if (input.readOnly && isShown(input) && input.scrollWidth > input.clientWidth + 1 && input.title === '' && input.closest('[title]') === null) faults.push(`cut: field “${input.value}” ${input.scrollWidth} in ${input.clientWidth}`);
    }
    return [...new Set(faults)];
  });

/** Keys of texts that nobody wrote, wherever a reader may meet them. */
export const rawKeys = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const seen = new Set<string>();
    const note = (text: string | null | undefined) => {
      const word = (text ?? '').trim();
      if (/^[a-z]+(?:[A-Z][a-z]+)*(?:\.[a-zA-Z]+)+$/.test(word) && !/\.(mkv|mp4|org)$/.test(word)) seen.add(word);
      // A template of Go, as docker's --format takes it, has more than a name in it.
      if (/\{\{\s*\w+\s*\}\}/.test(word)) seen.add(word);
    };
    for (const element of document.querySelectorAll('body *:not(style, script)')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) note(element.getAttribute(name));
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) note(node.textContent);
    }
    return [...seen];
  });

/** Animations that run although less motion is asked for; those of progress may. */
export const movingParts = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
      const isProgress = target?.closest('[role="progressbar"], .mantine-Loader-root, .mantine-Progress-root, [aria-busy="true"]') !== null;
      return animation.playState === 'running' && !isProgress ? [`${target?.tagName} ${target?.className.toString()}`] : [];
    }),
  );
