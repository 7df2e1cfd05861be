/** A shell command cut before each option, so that lines break between them; quoted words stay whole. Joined by spaces they are the command. */
export function optionGroups(command: string): string[] {
  const words = command.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? [];
  const groups: string[] = [];
  for (const word of words) {
    const last = groups.pop();
    if (last === undefined) groups.push(word);
    else if (/^--?[A-Za-z]/.test(word)) groups.push(last, word);
    else groups.push(`${last} ${word}`);
  }
  return groups;
}
