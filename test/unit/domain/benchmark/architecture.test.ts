import { describe, expect, it } from 'vitest';
import medians from '../../../../resources/benchmark/quicksync-medians.json';
import { intelArchitecture, processorOf } from '@domain/benchmark/architecture';

const cpuinfo = (lines: Record<string, string | number>, count = 1) =>
  Array.from({ length: count }, (_, index) => [`processor\t: ${index}`, ...Object.entries(lines).map(([key, value]) => `${key}\t: ${value}`), ''].join('\n')).join('\n');

/** Family 6 of processors as they tell it: model number, stepping and name. */
const known: readonly (readonly [model: number, stepping: number, name: string, architecture: string | null])[] = [
  [42, 7, 'Intel(R) Core(TM) i7-2600K CPU @ 3.40GHz', 'Sandy Bridge'],
  [58, 9, 'Intel(R) Core(TM) i7-3770 CPU @ 3.40GHz', 'Ivy Bridge'],
  [60, 3, 'Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz', 'Haswell'],
  [61, 4, 'Intel(R) Core(TM) i5-5200U CPU @ 2.20GHz', 'Broadwell'],
  [94, 3, 'Intel(R) Core(TM) i5-6500 CPU @ 3.20GHz', 'Skylake'],
  [94, 3, 'Intel(R) Xeon(R) CPU E3-1245 v5 @ 3.50GHz', 'Skylake'],
  [142, 9, 'Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz', 'Kaby Lake'],
  [142, 10, 'Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz', 'Kaby Lake'],
  [142, 10, 'Intel(R) Core(TM) i5-8259U CPU @ 2.30GHz', 'Coffee Lake'],
  [142, 11, 'Intel(R) Core(TM) i7-8565U CPU @ 1.80GHz', 'Whiskey Lake'],
  [142, 12, 'Intel(R) Core(TM) i5-10210U CPU @ 1.60GHz', 'Comet Lake'],
  [142, 9, 'Intel(R) Core(TM) m3-8100Y CPU @ 1.10GHz', 'Amber Lake'],
  [158, 9, 'Intel(R) Core(TM) i7-7700K CPU @ 4.20GHz', 'Kaby Lake'],
  [158, 10, 'Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz', 'Coffee Lake'],
  [158, 10, 'Intel(R) Core(TM) i5-9400 CPU @ 2.90GHz', 'Coffee Lake Refresh'],
  [158, 13, 'Intel(R) Core(TM) i9-9900K CPU @ 3.60GHz', 'Coffee Lake Refresh'],
  [158, 10, 'Intel(R) Xeon(R) E-2176G CPU @ 3.70GHz', 'Coffee Lake'],
  [165, 5, 'Intel(R) Core(TM) i9-10900K CPU @ 3.70GHz', 'Comet Lake'],
  [126, 5, 'Intel(R) Core(TM) i7-1065G7 CPU @ 1.30GHz', 'Ice Lake'],
  [140, 1, '11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', 'Tiger Lake'],
  [167, 1, '11th Gen Intel(R) Core(TM) i5-11400 @ 2.60GHz', 'Rocket Lake'],
  [151, 5, '12th Gen Intel(R) Core(TM) i5-12500', 'Alder Lake'],
  [154, 3, '12th Gen Intel(R) Core(TM) i7-1260P', 'Alder Lake'],
  [190, 0, 'Intel(R) N100', 'Alder Lake-N'],
  [183, 1, '13th Gen Intel(R) Core(TM) i9-13900K', 'Raptor Lake'],
  [183, 1, 'Intel(R) Core(TM) i9-14900K', 'Raptor Lake Refresh'],
  [186, 2, '13th Gen Intel(R) Core(TM) i5-1340P', 'Raptor Lake'],
  [170, 4, 'Intel(R) Core(TM) Ultra 7 155H', 'Meteor Lake'],
  [198, 2, 'Intel(R) Core(TM) Ultra 9 285K', 'Arrow Lake'],
  [189, 1, 'Intel(R) Core(TM) Ultra 7 258V', 'Lunar Lake'],
  [122, 8, 'Intel(R) Celeron(R) J4125 CPU @ 2.00GHz', 'Gemini Lake'],
  [156, 0, 'Intel(R) Celeron(R) N5105 @ 2.00GHz', 'Jasper Lake'],
  [85, 7, 'Intel(R) Xeon(R) Processor @ 2.50GHz', null],
];

describe('the processor of /proc/cpuinfo', () => {
  it.each(known)('model %i, stepping %i, %s: %s', (model, stepping, name, architecture) => {
    const text = cpuinfo({ vendor_id: 'GenuineIntel', 'cpu family': 6, model, 'model name': name, stepping }, 4);
    expect(processorOf(text)).toEqual({ name, cores: 4, architecture });
  });

  it('has no architecture of others, whatever their numbers', () => {
    const text = cpuinfo({ vendor_id: 'AuthenticAMD', 'cpu family': 6, model: 151, 'model name': 'AMD', stepping: 0 });
    expect(processorOf(text)).toEqual({ name: 'AMD', cores: 1, architecture: null });
    expect(processorOf(cpuinfo({ vendor_id: 'GenuineIntel', 'cpu family': 15, model: 151, stepping: 0 })).architecture).toBeNull();
  });

  it('reads what boards tell instead', () => {
    const board = 'processor\t: 0\nBogoMIPS\t: 108.00\n\nprocessor\t: 1\nBogoMIPS\t: 108.00\n\nRevision\t: c03112\nModel\t\t: Raspberry Pi 4 Model B Rev 1.2\n';
    expect(processorOf(board)).toEqual({ name: 'Raspberry Pi 4 Model B Rev 1.2', cores: 2, architecture: null });
    expect(processorOf('')).toEqual({ name: null, cores: null, architecture: null });
  });

  it('names architectures as the published figures do', () => {
    const published = new Set(medians.rows.map(({ architecture }) => architecture));
    const named = new Set(known.map(([model, stepping, name]) => intelArchitecture({ model, stepping, name })));
    // Product lines of several architectures, a card, and another maker's.
    expect([...published].filter((name) => !named.has(name))).toEqual(['AMD EPYC Rome/Milan', 'Arc Alchemist', 'Xeon E', 'Xeon E3']);
  });
});
