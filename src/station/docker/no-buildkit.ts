/** Stands in for gRPC in every bundle: dockerode needs it for BuildKit sessions alone, and it doubled the time to load. */
export const loadSync = (): never => {
  throw new Error('BuildKit sessions are not part of Capstan');
};
