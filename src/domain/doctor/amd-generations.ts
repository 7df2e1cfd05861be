/** Generations of AMD's graphics, by the device ids of PCI, with the first kernel that drives them well. */
export const amdGenerations = [
  { name: 'RDNA 2 (Radeon RX 6000 and processors with it)', ids: /^(?:73[a-f]|74[0-3]|163f|164d|1681)/, leastKernel: '5.11' },
  { name: 'RDNA 3 (Radeon RX 7000)', ids: /^7(?:44|45|46|47|48)/, leastKernel: '6.1' },
  { name: 'RDNA 2 (Ryzen 7000 desktop)', ids: /^164e/, leastKernel: '6.0' },
  { name: 'RDNA 3 (Ryzen 7040 and 8040)', ids: /^(?:15bf|15c8|1900|1901)/, leastKernel: '6.1' },
  { name: 'RDNA 3.5 (Ryzen AI 300)', ids: /^(?:150e|1586|1114)/, leastKernel: '6.10' },
  { name: 'RDNA 4 (Radeon RX 9000)', ids: /^7(?:55|59)/, leastKernel: '6.12' },
] as const;

export const amdGeneration = (deviceId: string | null): (typeof amdGenerations)[number] | null => (deviceId === null ? null : (amdGenerations.find(({ ids }) => ids.test(deviceId)) ?? null));
