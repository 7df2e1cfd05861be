import { join } from 'node:path';
import { app, nativeImage, nativeTheme, type NativeImage } from 'electron';

const iconPath = (name: string) => join(app.getAppPath(), 'resources/icons', `${name}.png`);

export const windowIcon = (): NativeImage => nativeImage.createFromPath(iconPath('capstan-128'));

/** Legible on the panel of a light or a dark desktop. */
export function trayIcon(isRecording: boolean): NativeImage {
  const scheme = nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
  return nativeImage.createFromPath(iconPath(isRecording ? 'tray-recording' : `tray-idle-${scheme}`));
}
