// usage: serve.mjs RUN-DIRECTORY USB-PORT OPTIONS-AS-JSON   Plugs a camera and stays until it is pulled.
import { rmSync, writeFileSync } from 'node:fs';
import { Guest } from '../machine/guest.mjs';
import { cameraFile, plugCamera } from './plug.mjs';

const [, , runDirectory, usbPort, options] = process.argv;
const guest = new Guest(runDirectory);
const path = cameraFile(guest, Number(usbPort));
const plugged = await plugCamera(guest, Number(usbPort), JSON.parse(options));
writeFileSync(path, JSON.stringify({ pid: process.pid, node: plugged.node }));
process.once('SIGTERM', () => plugged.pull());
await plugged.pulled;
rmSync(path, { force: true });
