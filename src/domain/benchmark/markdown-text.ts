/** Outside text in Markdown: whatever a host, a GPU or a tool is called, it stays text. */

/** As code, in which nothing is read as markup; a cell of a table stays one. */
export const code = (text: string): string => (oneLine(text) === '' ? '' : `\`${harmless(text)}\``);

/**
 * Prose with outside words in it: words of letters, digits and common marks stay as they are, all others (paths,
 * addresses, tags, names with underscores) become code.
 */
export function prose(text: string): string {
  const parts: { lead: string; isCode: boolean; text: string; trail: string }[] = [];
  for (const word of oneLine(text).split(' ').filter((part) => part !== '')) {
    const isCode = !plainWord.test(word) || address.test(word);
    const [, lead = '', core = word, trail = ''] = isCode ? (marked.exec(word) ?? []) : ['', '', word, ''];
    const last = parts.at(-1);
    if (isCode && last?.isCode && last.trail === '' && lead === '') parts[parts.length - 1] = { ...last, text: `${last.text} ${core}`, trail };
    else parts.push({ lead, isCode, text: core, trail });
  }
  return parts.map((part) => `${part.lead}${part.isCode ? code(part.text) : part.text}${part.trail}`).join(' ');
}

/** A block of code, word by word as it is but for control characters. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.replace(unprintable, '\uFFFD')}\n${fence}`;
}

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Control characters, and those that turn the direction of text around. */
const unprintable = /[^\P{Cc}\n\t]|[\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').replace(unprintable, '\uFFFD').trim();

/** Neither a code span nor a cell of a table can be left. */
const harmless = (text: string): string => oneLine(text).replaceAll('`', "'").replaceAll('|', '¦');

/** A word, with brackets and marks around it that mean nothing there. */
const marked = /^([("“‘]*)(.*[^.,:;!?"”’)])([.,:;!?"”’)]*)$/su;

const plainWord = /^[("“‘]*[\p{L}\p{N}][\p{L}\p{N}.,/%°'’()×-]*[.,:;!?"”’)]*$|^[%–—]$/u;

/** What renderers make a link of by themselves, and a number that would begin a list. */
const address = /\p{L}\.\p{L}{2}|^\d+[.)]$/u;
