import { inject, type TestContext } from 'vitest';

/** A piece of the test machine, or why it is not there. */
export type Piece<T> = { readonly value: T; readonly missing: null } | { readonly value: null; readonly missing: string };

export interface TestDaemon {
  /** For DOCKER_HOST: a private dockerd of this test run. */
  readonly dockerHost: string;
  /** The software image, as the station names it. */
  readonly image: string;
}

export interface TestRig {
  /** Of a virtual machine with cameras, as test/rig/machine keeps it. */
  readonly runDirectory: string;
}

export interface TestElectron {
  readonly executable: string;
  /** For DISPLAY: an Xvfb of this test run. */
  readonly display: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    daemon: Piece<TestDaemon>;
    electron: Piece<TestElectron>;
    rig: Piece<TestRig>;
  }
}

export const present = <T>(value: T): Piece<T> => ({ value, missing: null });
export const absent = (missing: string): Piece<never> => ({ value: null, missing });

/** The private daemon. Where there is none the test is skipped, and fails in CI. */
export const testDaemon = (context: TestContext): TestDaemon => need(inject('daemon'), context);
export const testElectron = (context: TestContext): TestElectron => need(inject('electron'), context);
export const testRig = (context: TestContext): TestRig => need(inject('rig'), context);

export function need<T>(piece: Piece<T>, context: TestContext): T {
  if (piece.missing === null) return piece.value;
  if (process.env['CI']) throw new Error(`In CI nothing may be missing: ${piece.missing}`);
  return context.skip(piece.missing);
}
