import { z } from 'zod';
import { capstanErrorSchema } from './errors';

/** Id of the host that is this computer: DOCKER_HOST, the docker context in use, the usual socket, else its own ffmpeg. */
export const thisComputer = 'this-computer';

export const hostNameSchema = z.string().trim().min(1).max(60).regex(/^[^\p{C}/:]+$/u, 'must not hold control characters, : or /');

/** Where recordings are kept on a host that does not share this computer's files. */
export const recordingsStorageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('volume'), name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}$/, 'must be the name of a Docker volume') }),
  // oxlint-disable-next-line no-control-regex
  z.strictObject({ kind: z.literal('folder'), path: z.string().max(4096).regex(/^\/[^\u0000-\u001f\u007f]+$/, 'must be an absolute path') }),
]);
export type RecordingsStorage = z.infer<typeof recordingsStorageSchema>;
export const usualRecordingsStorage: RecordingsStorage = { kind: 'volume', name: 'capstan-recordings' };

/** A machine with a Docker daemon. */
export const hostSchema = z.object({
  /** `this-computer`, `context:NAME`, `address:ADDRESS` for one given on a command line, or an id of its own. */
  id: z.string().min(1).max(300),
  name: z.string(),
  /** `ssh://user@host:port`, `tcp://host:port` or `unix:///path`; null for this computer. */
  address: z.string().nullable(),
  origin: z.enum(['this-computer', 'docker-context', 'added', 'command-line']),
  /** Folder of this computer with ca.pem, cert.pem and key.pem; null without TLS. */
  certificateDirectory: z.string().nullable(),
  recordings: recordingsStorageSchema,
});
export type Host = z.infer<typeof hostSchema>;

/** Steps of a check, in order. Those of ssh are left out for other addresses. */
export const hostCheckSteps = ['name', 'connection', 'host-key', 'login', 'docker', 'daemon', 'version', 'image', 'space'] as const;
export type HostCheckStepName = (typeof hostCheckSteps)[number];

export const hostCheckStepSchema = z.object({
  step: z.enum(hostCheckSteps),
  state: z.enum(['passed', 'failed']),
  /** What was found, for people. */
  detail: z.string(),
  error: capstanErrorSchema.nullable(),
});
export type HostCheckStep = z.infer<typeof hostCheckStepSchema>;

export const offeredHostKeySchema = z.object({
  /** `SHA256:...`, as ssh prints it. */
  fingerprint: z.string(),
  /** Such as ED25519. */
  algorithm: z.string(),
  /** The known_hosts file that it would be written to. */
  knownHostsFile: z.string(),
});
export type OfferedHostKey = z.infer<typeof offeredHostKeySchema>;

/** A check up to its first failure. */
export const hostCheckSchema = z.object({
  host: hostSchema,
  passed: z.boolean(),
  steps: z.array(hostCheckStepSchema),
  /** Where the key is not known yet and may be accepted; null where it is known, or has changed. */
  offeredKey: offeredHostKeySchema.nullable(),
});
export type HostCheck = z.infer<typeof hostCheckSchema>;
