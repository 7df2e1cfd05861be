import type { Scene } from '../scene';
import { captureScenes } from './capture';
import { detailScenes } from './details';
import { dialogScenes } from './dialogs';
import { faultScenes } from './faults';
import { pageScenes } from './pages';
import { toolScenes } from './tools';

/** Every state of the window, in the order of docs/design/window.md. */
export const scenes: readonly Scene[] = [...captureScenes, ...detailScenes, ...faultScenes, ...pageScenes, ...toolScenes, ...dialogScenes];
