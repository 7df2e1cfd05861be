/** A name for a host that has none yet: the machine of its address. */
export function suggestedName(address: string): string {
  const machine = /^[a-z]+:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/i.exec(address)?.[1] ?? '';
  return machine.replace(/^\[|\]$/g, '').replaceAll(':', '-').slice(0, 60);
}
