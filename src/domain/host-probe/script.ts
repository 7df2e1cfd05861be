import script from './host-agent.sh?raw';

export interface HostAgentOptions {
  /** Where the host's /dev is to be seen: /dev itself, or the place where a container has it. */
  readonly devDirectory: string;
  /** Where its /run/user is to be seen. */
  readonly usersDirectory: string;
  /** Where the folders of its CDI specifications are to be seen; names without blanks. */
  readonly cdiDirectories?: readonly string[];
}

/** The command of the host agent; `parseHostProbe` reads its answers. */
export const hostAgentArgv = ({ devDirectory, usersDirectory, cdiDirectories = [] }: HostAgentOptions): string[] => [
  'sh',
  '-c',
  script,
  'capstan-host-agent',
  devDirectory,
  usersDirectory,
  ...cdiDirectories,
];
