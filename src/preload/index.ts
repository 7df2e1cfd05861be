import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { AppCommand } from '@domain/app-commands';
import type { CapstanBridge, LivePicture, StationEvent } from '@domain/contract';

const bridge: CapstanBridge = {
  request: (name, input) => ipcRenderer.invoke('capstan:request', name, input),
  onEvent: (listener) => {
    const receive = (_: IpcRendererEvent, event: StationEvent) => listener(event);
    ipcRenderer.on('capstan:event', receive);
    return () => void ipcRenderer.off('capstan:event', receive);
  },
  onCommand: (listener) => {
    const receive = (_: IpcRendererEvent, command: AppCommand) => listener(command);
    ipcRenderer.on('capstan:command', receive);
    return () => void ipcRenderer.off('capstan:command', receive);
  },
  onPicture: (listener) => {
    const receive = (_: IpcRendererEvent, picture: LivePicture) =>
      listener(picture, () => ipcRenderer.send('capstan:picture-done'));
    ipcRenderer.on('capstan:picture', receive);
    return () => void ipcRenderer.off('capstan:picture', receive);
  },
};

contextBridge.exposeInMainWorld('capstan', bridge);
