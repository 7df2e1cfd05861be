import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { LevelReader } from '@domain/audio-levels';
import { JpegSplitter } from '@domain/jpeg';
import type { Channels } from '@domain/plan/types';
import { ProgressReader } from '@domain/progress';
import type { Observation, RunObserver } from '../engine';
import { errorCode } from '../error-code';

const loopback = '127.0.0.1';

/** Free UDP ports of the loopback, drawn by the kernel. */
export async function pickChannels(): Promise<Channels> {
  const sockets = await Promise.all(Array.from({ length: 6 }, () => bind(0)));
  const [progressPort = 0, previewPort = 0, levelPort = 0, progressLocalPort = 0, previewLocalPort = 0, levelLocalPort = 0] = sockets.map((socket) => socket.address().port);
  for (const socket of sockets) socket.close();
  return { progressPort, previewPort, levelPort, progressLocalPort, previewLocalPort, levelLocalPort };
}

/**
 * Reads what ffmpeg sends. Each socket takes datagrams from ffmpeg's own port alone, so that no other user can forge
 * a picture. Where another process observes already, the observation ends by itself at once.
 *
 * @param over aborted when ffmpeg has ended
 */
export async function observeChannels(channels: Channels, observer: RunObserver, over: AbortSignal): Promise<Observation> {
  const sockets: Socket[] = [];
  let closed = false;
  const close = (): void => {
    closed = true;
    over.removeEventListener('abort', end);
    for (const socket of sockets.splice(0)) socket.close();
  };
  const end = (): void => {
    if (closed) return;
    close();
    observer.ended();
  };
  over.addEventListener('abort', end);
  const receive = async (port: number, senderPort: number | null, onData: (datagram: Uint8Array) => void): Promise<void> => {
    const socket = await bind(port);
    sockets.push(socket);
    socket.on('message', onData);
    socket.on('error', end);
    if (senderPort === null) return;
    socket.connect(senderPort, loopback);
    await once(socket, 'connect');
  };

  const reader = new ProgressReader();
  const text = new TextDecoder();
  const splitter = new JpegSplitter();
  const { picture, levels } = observer;
  try {
    await receive(channels.progressPort, channels.progressLocalPort, (datagram) => {
      for (const block of reader.push(text.decode(datagram, { stream: true }))) observer.progress(block);
    });
    if (levels && channels.levelPort !== null) {
      const meter = new LevelReader();
      const meterText = new TextDecoder();
      await receive(channels.levelPort, channels.levelLocalPort, (datagram) => {
        for (const peaks of meter.push(meterText.decode(datagram, { stream: true }))) levels(peaks);
      });
    }
    if (picture) {
      await receive(channels.previewPort, channels.previewLocalPort, (datagram) => {
        for (const jpeg of splitter.push(datagram)) picture(jpeg);
      });
    }
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') {
      close();
      throw error;
    }
    queueMicrotask(end);
  }
  if (over.aborted) queueMicrotask(end);
  return {
    close: () => {
      close();
      return Promise.resolve();
    },
  };
}

/** Room for the largest pictures of a moment in which this process is busy. */
const receiveBufferBytes = 4 * 1024 * 1024;

async function bind(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind({ port, address: loopback, exclusive: true });
  try {
    await once(socket, 'listening');
  } catch (error) {
    socket.close();
    throw error;
  }
  if (port !== 0) socket.setRecvBufferSize(receiveBufferBytes);
  return socket;
}
