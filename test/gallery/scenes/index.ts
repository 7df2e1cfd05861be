import type { Scene } from '../scene';
import { captureScenes } from './capture';

/** Every state of the window, in the order of docs/design/window.md. */
export const scenes: readonly Scene[] = [...captureScenes];
