import type { Page } from 'playwright-core';
import type { AppCommand } from '@domain/app-commands';
import type { StationEvent } from '@domain/contract';
import type { RequestHandlers } from '../../src/main/ipc';
import type { Pattern } from './patterns';
import type { World } from './world';

/**
 * One state of the window, made by what a station would say. It is for pictures, for axe and for the speed of the page
 * alone: what the program really does is shown by the journeys in test/e2e.
 */
export interface Scene {
  /** Of its files: `recording` becomes recording-light.png. */
  readonly name: string;
  /** For people: what is seen. */
  readonly title: string;
  /** What differs from the usual world. */
  readonly world?: Partial<World>;
  /** Requests that are answered otherwise than by the world. */
  readonly answers?: Partial<RequestHandlers>;
  /** Pictures by session; those of the watched source are the test pattern's unless it is named here. */
  readonly pictures?: Readonly<Record<string, Pattern>>;
  /** What a menu asks for, once the page is there. */
  readonly commands?: readonly AppCommand[];
  /** What was told each second of the past `seconds`, oldest first. */
  readonly history?: { readonly seconds: number; readonly at: (second: number) => readonly StationEvent[] };
  /** What is told last. */
  readonly events?: readonly StationEvent[];
  /** What a person would do then, to get there. */
  readonly act?: (page: Page, tell: Tell) => Promise<void>;
}

/** Tells the page what happened meanwhile. */
export type Tell = (events: readonly StationEvent[]) => Promise<void>;

/** Time at which every scene takes place. */
export const now = new Date('2026-11-21T10:30:00.000Z');
export const ago = (seconds: number): string => new Date(now.getTime() - 1000 * seconds).toISOString();
