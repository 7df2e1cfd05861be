/** Stands in for ssh2 in every bundle: docker-modem's own ssh checks no host key and must never run. */
export function Client(): never {
  throw new Error('ssh2 is not part of Capstan');
}
