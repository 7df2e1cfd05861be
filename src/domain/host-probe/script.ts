import script from './host-agent.sh?raw';
import loadScript from './host-load.sh?raw';

export interface HostAgentOptions {
  /** Where the host's /dev is to be seen: /dev itself, or the place where a container has it. */
  readonly devDirectory: string;
  /** Where its /run/user is to be seen. */
  readonly usersDirectory: string;
  /** Below which its /proc and /sys are read for the load; empty by default, for their own places. */
  readonly rootDirectory?: string;
  /** Where the folders of its CDI specifications are to be seen; names without blanks. */
  readonly cdiDirectories?: readonly string[];
}

/** The command of the host agent; `parseHostProbe` and `HostSampleReader` read its answers. */
export const hostAgentArgv = ({ devDirectory, usersDirectory, rootDirectory = '', cdiDirectories = [] }: HostAgentOptions): string[] => [
  'sh',
  '-c',
  `${loadScript}${script}`,
  'capstan-host-agent',
  devDirectory,
  usersDirectory,
  rootDirectory,
  ...cdiDirectories,
];
