/** Generations of Intel's graphics, by the device ids of PCI, with what each needs to encode. */
export interface IntelGeneration {
  readonly name: string;
  readonly ids: RegExp;
  /** The first kernel that drives it without being forced to. */
  readonly leastKernel: string;
  /** VAAPI driver that encodes on it. */
  readonly vaDriver: 'i965' | 'iHD';
  /** Quick Sync's runtime: libmfx before Tiger Lake, libmfx-gen (oneVPL) from it on, none before Broadwell's on iHD. */
  readonly runtime: 'libmfx' | 'libmfx-gen' | null;
  /** Whether the kernel loads HuC by itself, or i915 must be told to (`enable_guc=2`); null where there is none. */
  readonly huc: 'by-itself' | 'asked' | null;
}

export const intelGenerations: readonly IntelGeneration[] = [
  { name: 'Sandy Bridge to Haswell (2nd to 4th generation)', ids: /^0(1[0-6]|4|a[012]|c[012]|d[012])/, leastKernel: '3.10', vaDriver: 'i965', runtime: null, huc: null },
  { name: 'Bay Trail', ids: /^0f3/, leastKernel: '3.10', vaDriver: 'i965', runtime: null, huc: null },
  { name: 'Braswell (Cherry Trail)', ids: /^22b/, leastKernel: '4.0', vaDriver: 'i965', runtime: null, huc: null },
  { name: 'Broadwell (5th generation)', ids: /^16[0-3]/, leastKernel: '3.17', vaDriver: 'iHD', runtime: 'libmfx', huc: null },
  { name: 'Skylake (6th generation)', ids: /^19/, leastKernel: '4.4', vaDriver: 'iHD', runtime: 'libmfx', huc: 'asked' },
  { name: 'Apollo Lake', ids: /^(?:[015]a8[45])/, leastKernel: '4.9', vaDriver: 'iHD', runtime: 'libmfx', huc: 'asked' },
  { name: 'Kaby Lake (7th generation)', ids: /^(?:59|87c0)/, leastKernel: '4.8', vaDriver: 'iHD', runtime: 'libmfx', huc: 'asked' },
  { name: 'Gemini Lake', ids: /^318[45]/, leastKernel: '4.15', vaDriver: 'iHD', runtime: 'libmfx', huc: 'asked' },
  { name: 'Coffee Lake or Comet Lake (8th to 10th generation)', ids: /^(?:3e[9a]|9b|87ca)/, leastKernel: '4.15', vaDriver: 'iHD', runtime: 'libmfx', huc: 'asked' },
  { name: 'Ice Lake (10th generation)', ids: /^8a[57]/, leastKernel: '5.4', vaDriver: 'iHD', runtime: 'libmfx', huc: 'asked' },
  { name: 'Elkhart Lake or Jasper Lake', ids: /^(?:45[0-7]|4e[567])/, leastKernel: '5.11', vaDriver: 'iHD', runtime: 'libmfx', huc: 'asked' },
  { name: 'Tiger Lake (11th generation)', ids: /^(?:9a[4567cdf]|490)/, leastKernel: '5.9', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'asked' },
  { name: 'Rocket Lake (11th generation)', ids: /^4c[89]/, leastKernel: '5.11', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'asked' },
  { name: 'Alder Lake-N', ids: /^46d/, leastKernel: '5.18', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'by-itself' },
  { name: 'Alder Lake-S (12th generation)', ids: /^46[89]/, leastKernel: '5.16', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'asked' },
  { name: 'Alder Lake-P (12th generation, mobile)', ids: /^46[2abc]/, leastKernel: '5.17', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'by-itself' },
  { name: 'Raptor Lake (13th or 14th generation)', ids: /^a7[2a8]/, leastKernel: '5.17', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'by-itself' },
  { name: 'Arc Alchemist', ids: /^(?:56|4f8)/, leastKernel: '6.2', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'by-itself' },
  { name: 'Meteor Lake or Arrow Lake', ids: /^(?:7d[456d]|b640)/, leastKernel: '6.7', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'by-itself' },
  { name: 'Lunar Lake', ids: /^64[2ab]0/, leastKernel: '6.11', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'by-itself' },
  { name: 'Arc Battlemage', ids: /^e2/, leastKernel: '6.12', vaDriver: 'iHD', runtime: 'libmfx-gen', huc: 'by-itself' },
];

/** @param deviceId four hexadecimal digits; null, or another id, gives null: it is never guessed. */
export const intelGeneration = (deviceId: string | null): IntelGeneration | null => (deviceId === null ? null : (intelGenerations.find(({ ids }) => ids.test(deviceId)) ?? null));
