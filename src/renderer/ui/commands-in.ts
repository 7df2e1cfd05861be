/**
 * Command lines that a text names in backticks, for a terminal: `sudo usermod -aG docker $USER`, but no option, file or
 * variable alone.
 */
export function commandsIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, inside]) => inside ?? []);
  return [...new Set(quoted.filter((inside) => /^[a-z][\w./-]* \S/.test(inside)))];
}
