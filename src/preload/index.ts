import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { CapstanBridge, StationEvent } from '@domain/contract';

const bridge: CapstanBridge = {
  request: (name, input) => ipcRenderer.invoke('capstan:request', name, input),
  onEvent: (listener) => {
    const receive = (_: IpcRendererEvent, event: StationEvent) => listener(event);
    ipcRenderer.on('capstan:event', receive);
    return () => void ipcRenderer.off('capstan:event', receive);
  },
  onPicture: (listener) => {
    const receive = (_: IpcRendererEvent, sessionId: string, jpeg: Uint8Array) =>
      listener(sessionId, jpeg, () => ipcRenderer.send('capstan:picture-done'));
    ipcRenderer.on('capstan:picture', receive);
    return () => void ipcRenderer.off('capstan:picture', receive);
  },
};

contextBridge.exposeInMainWorld('capstan', bridge);
