import { failed, notApplicable, ok, type Check } from '../check';
import { describeProof, nothingOffered, nothingTried } from '../trial';

export const encodersTried: Check = {
  id: 'encoders-tried',
  title: 'Encoders that work',
  group: 'encoders',
  about: 'ffmpeg lists encoders that do not open. Only a trial with real frames of 640x480 shows what works on a host; 64x64 is too small for some.',
  shows: '`ffmpeg -encoders` lists it, and opening it fails',
  remedy: 'See below what each failed by; record in software meanwhile.',
  commands: ['capstan probe --encoders'],
  find: ({ capabilities }) => {
    if (capabilities === null) return nothingOffered;
    if (capabilities.encoders === null) return nothingTried;
    const proofs = capabilities.encoders.filter(({ family }) => family !== 'software');
    const works = proofs.filter(({ usable }) => usable);
    const failing = proofs.filter(({ usable }) => !usable);
    if (proofs.length === 0) return notApplicable('This host has no hardware that encodes.');
    const first = failing.find(({ diagnosis }) => diagnosis !== null);
    const names = [...new Set(works.map(({ encoder }) => encoder))].join(', ');
    if (works.length > 0) return ok(works.map(describeProof).join('; '), `${names}: ${failing.length === 0 ? 'all that were tried.' : `${failing.length} others do not.`}`);
    return failed(first?.diagnosis?.evidence ?? '', `No hardware encoder works here: ${first?.diagnosis?.title ?? 'the cause is not known'}.`, first?.diagnosis == null ? {} : { remedy: first.diagnosis.remedy, commands: first.diagnosis.commands });
  },
};
