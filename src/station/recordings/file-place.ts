/** Files of this computer that ffmpeg is to work with. */
export interface PlacedFiles {
  /** Absolute paths that are read. */
  readonly inputs: readonly string[];
  /** Absolute path of a folder that is written in; null where only stdout is. */
  readonly writes: string | null;
}

export interface FileRunOptions {
  readonly signal: AbortSignal;
  readonly onStdout?: (chunk: Uint8Array) => void;
  /** A person waits for this short run: recorders still go before it, but do not starve it. */
  readonly isAwaited?: boolean;
}

export interface FileRunResult {
  readonly exitCode: number;
  /** Its end. */
  readonly stderr: string;
}

/** Where ffmpeg sees those files, and nothing else of this computer where it runs in a container. */
export interface FilePlace {
  readonly inputs: readonly string[];
  readonly writes: string;
  /** Who owns what is written, where that is not this process's own user: the folder must be given to it. */
  readonly writesAs: { readonly uid: number; readonly gid: number } | null;
  /** Names of ffmpeg's encoders there. Throws `ffmpeg-missing`. */
  encoders(): Promise<readonly string[]>;
  /** Runs a tool of ffmpeg to its end, behind every recorder. Throws the signal's reason, or `ffmpeg-missing`. */
  run(argv: readonly string[], options: FileRunOptions): Promise<FileRunResult>;
}

/**
 * Null where the engine does not see this computer's files, or has no image. @param making the image is made where it is
 * missing, until this aborts; nothing is made without it
 */
export type OpenFiles = (files: PlacedFiles, making?: AbortSignal) => Promise<FilePlace | null>;
export type OpenFilesHere = (...asked: Parameters<OpenFiles>) => Promise<FilePlace>;

/** Last part of stderr that is kept, in characters. */
export const keptStderr = 8192;
