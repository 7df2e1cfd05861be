/**
 * One row of the table of promises; its test is the file of the same name in this folder.
 * @typedef {object} Fault
 * @property {string} name
 * @property {'' | 'slow' | 'window' | 'rig'} folder where its file lies; those of `slow` and `rig`, which needs the camera host, are no part of `npm test`
 * @property {string} fault
 * @property {string} promise
 */

/** @type {readonly Fault[]} */
export const faults = [
  { name: 'recorder-killed', folder: '', fault: 'recorder killed (SIGKILL)', promise: 'at most 1.0 s of what was reported is missing; the file plays without decode errors' },
  { name: 'recorder-signalled', folder: 'slow', fault: 'recorder ended (SIGTERM) or frozen (SIGSTOP) by somebody else', promise: 'ends in a named state with a file that plays; a frozen one is not called lost, and can be stopped' },
  { name: 'observer-signalled', folder: 'slow', fault: 'observer frozen, ended or killed', promise: 'no frame is missing, figures come back, no observer is left' },
  { name: 'app-signalled', folder: '', fault: 'app frozen for 60 s, killed or ended', promise: 'no frame is missing; the session is found by its label; nothing twice, nothing left behind' },
  { name: 'window-killed', folder: 'window', fault: 'window frozen for 60 s, then killed', promise: 'no frame is missing; the next window shows the session again and stops it' },
  { name: 'link-cut', folder: 'slow', fault: 'ssh link cut for 60 s', promise: 'no frame is missing; followed again; nothing twice, nothing left behind' },
  { name: 'link-stalled', folder: 'slow', fault: 'ssh link stalled for 60 s', promise: 'no frame is missing; followed again; nothing twice, nothing left behind' },
  { name: 'ssh-signalled', folder: 'slow', fault: 'ssh client frozen, ended or killed', promise: 'no frame is missing; followed again; nothing left behind' },
  { name: 'app-closed', folder: 'slow', fault: 'app closed, nobody watching', promise: 'disk floor, sync and crash safety hold (the guard)' },
  { name: 'stop-at-once', folder: '', fault: 'stop sent 0, 50, 100, 200, 400 ms after the start', promise: 'ends within 2 s, no orphan, no unplayable file' },
  { name: 'lossy-camera', folder: 'rig', fault: 'a camera that loses a fifth of its frames', promise: '15 to 25 % reported lost, as many as the file lacks' },
  { name: 'dockerd-restarted', folder: 'slow', fault: 'dockerd restarted (SIGTERM), killed, frozen', promise: 'the file is closed properly or keeps growing; the session ends in a named state, never in "recording"' },
  { name: 'camera-pulled', folder: 'rig', fault: 'camera pulled, and back at another number', promise: 'said within 2 s, the file plays; a new part within 5 s of its return, its controls applied again' },
  { name: 'camera-swapped', folder: 'rig', fault: 'camera pulled, another one at its number', promise: 'the other camera is never recorded in its place' },
  { name: 'camera-stalled', folder: 'rig', fault: 'camera stalls without an error', promise: 'noticed within 3 s of no frames, treated as pulled' },
  { name: 'source-stalled', folder: 'slow', fault: 'network source stalls without an error', promise: 'told once, taken back when it sends again, and kept with the recording' },
  { name: 'encoder-too-slow', folder: 'slow', fault: 'encoder too slow for the source', promise: 'told once, with what helps' },
  { name: 'disk-full', folder: 'slow', fault: 'disk filling', promise: 'a forecast is shown; stops cleanly before the disk is full, at a floor sized by bit rate; nothing unplayable remains' },
  { name: 'encoder-refused', folder: 'slow', fault: 'encoder refuses to open', promise: 'the stated fallback runs, or it fails with the reason; no 0-byte file remains' },
  { name: 'power-cut', folder: 'slow', fault: 'power cut', promise: 'at most 10 s missing' },
  { name: 'one-owner', folder: '', fault: 'stop pressed twice, start during stop, two apps on one host', promise: 'one recording, one owner, no orphan container' },
  { name: 'clock-set-back', folder: '', fault: 'clock set back an hour', promise: 'no frame is missing, none is reported lost, no file is written over' },
  { name: 'hostile-input', folder: 'slow', fault: 'hostile input from outside', promise: 'refused with the field named, or handled; no crash, nothing injected, nothing written outside the recordings folder' },
];
