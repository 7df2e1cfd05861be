import { capstanError } from '@domain/errors';
import { parseSshLog } from '@domain/ssh-log';
import type { HostCheckStep, HostCheckStepName } from '@domain/host';
import { capabilities, daemon, machine, nvidiaGpu, passed, read, stopped, studio } from '../evidence';
import type { Case } from './case';

/** A step that failed by what ssh really said. */
function refused(step: HostCheckStepName, file: string, exitCode = 255): HostCheckStep {
  const error = parseSshLog(read(`ssh-log/${file}.txt`), exitCode);
  if (error === null) throw new Error(`${file} is not recognised.`);
  return { step, state: 'failed', detail: error.detail, error };
}
const name = passed('name', 'studio is 192.0.2.7, port 22, user me.');
const reached = [name, passed('connection', 'An ssh server answers.')];
const loggedIn = [...reached, passed('host-key', 'Its key is known.'), passed('login', 'The login works.')];
const through = [...loggedIn, passed('docker', '`docker system dial-stdio` runs there.')];
const whole = [...through, passed('daemon', 'Docker answers at ssh://studio.'), passed('version', 'Docker 27.5.1, API 1.47.'), passed('image', 'capstan/software is there.'), passed('space', '/var/lib has 80 GB free.')];
const host = studio;

export const connectionCases: readonly Case[] = [
  ['host-name', 'failed', { host, steps: [refused('name', '9.2-resolve')] }, { evidence: 'resolve' }],
  ['host-name', 'ok', { host, steps: whole }, { evidence: '192.0.2.7' }],
  ['host-connection', 'failed', { host, steps: [name, refused('connection', '9.2-refused')] }, { evidence: 'refused', remedy: 'network' }],
  ['host-connection', 'ok', { host, steps: whole }],
  ['host-connection', 'not-applicable', {}, { reason: 'no daemon was asked' }],
  ['host-key', 'failed', { host, steps: [...reached, refused('host-key', '9.2-key-changed')] }, { reason: 'The host key has changed', remedy: 'Somebody may be in between' }],
  ['host-key', 'failed', { host, steps: [...reached, refused('host-key', '9.2-key-unknown-strict')] }, { reason: 'not known yet' }],
  ['host-key', 'ok', { host, steps: whole }],
  ['ssh-login', 'failed', { host, steps: [...reached, passed('host-key', 'Its key is known.'), refused('login', '9.2-publickey-denied')] }, { evidence: 'Permission denied' }],
  ['ssh-login', 'not-applicable', { host, steps: [name, refused('connection', '9.2-refused')] }, { reason: 'The host does not answer' }],
  ['ssh-client', 'failed', { host, steps: [refused('connection', 'sample-client-missing')] }, { reason: 'ssh is not installed' }],
  ['ssh-client', 'failed', { host, steps: [...loggedIn, refused('docker', '9.2-docker-not-found-dash', 127)] }, { reason: 'There is no docker on the host' }],
  ['ssh-client', 'ok', { host, steps: whole }, { evidence: 'dial-stdio' }],
  ['ssh-client', 'not-applicable', {}],
  ['ssh-sessions', 'failed', { host, steps: [name, refused('connection', 'sample-kex-closed')] }, { evidence: 'kex_exchange_identification', commands: 'maxsessions' }],
  ['ssh-sessions', 'warning', { host, steps: whole, ssh: { isShared: true, complaints: 'mux_client_request_session: session request failed: Session open refused by peer' } }, { evidence: 'Session open refused by peer' }],
  ['ssh-sessions', 'warning', { host, steps: whole, ssh: { isShared: false, complaints: '' } }],
  ['ssh-sessions', 'ok', { host, steps: whole, ssh: { isShared: true, complaints: '' } }, { evidence: 'ControlMaster' }],
  ['unseen', 'ok', { host, steps: whole, machine: machine() }],
  ['clock', 'warning', { clockAheadSeconds: -95.25 }, { evidence: '-95.3 s', reason: 'behind', commands: 'set-ntp' }],
  ['clock', 'warning', { machine: machine({ clockSynchronised: false }) }, { evidence: 'System clock synchronized: no' }],
  ['clock', 'ok', { clockAheadSeconds: 0.2, machine: machine() }, { evidence: '+0.2 s against this computer; System clock synchronized: yes' }],
  ['clock', 'not-applicable', { machine: machine({ clockSynchronised: null }) }],

  ['docker-command', 'failed', { host, steps: [...loggedIn, refused('docker', '9.2-docker-not-found-bash', 127)] }, { evidence: 'not found' }],
  ['docker-command', 'ok', { host, steps: whole }],
  ['docker-daemon', 'failed', { steps: [stopped('daemon', 'daemon-unreachable', 'connect ENOENT /var/run/docker.sock')] }, { evidence: 'ENOENT', remedy: 'systemctl start docker' }],
  ['docker-daemon', 'failed', { steps: [stopped('daemon', 'daemon-unreachable', 'connect ENOENT /var/run/docker.sock')], machine: machine() }, { reason: 'no docker command', commands: 'sudo apt install docker.io', remedy: '--engine local' }],
  ['docker-daemon', 'failed', { host, steps: [...through, refused('daemon', '9.2-docker-socket-missing', 1)] }],
  ['docker-daemon', 'ok', { host, steps: whole }, { evidence: 'Docker answers' }],
  ['docker-socket', 'failed', { host, steps: [...through, refused('daemon', '9.2-docker-socket-forbidden', 1)] }, { evidence: 'permission denied', remedy: 'usermod -aG docker' }],
  ['docker-socket', 'not-applicable', { steps: [stopped('daemon', 'daemon-unreachable', 'connect ENOENT /var/run/docker.sock')] }, { reason: 'Docker does not answer' }],
  ['docker-socket', 'ok', { host, steps: whole }],
  ['docker-version', 'failed', { steps: [passed('daemon', 'Docker answers.'), stopped('version', 'daemon-too-old', 'Docker 18.09.1, API 1.39.')] }, { evidence: '18.09.1', remedy: '20.10' }],
  ['docker-version', 'ok', { host, steps: whole }, { evidence: 'Docker 27.5.1' }],
  ['docker-image', 'failed', { steps: [stopped('image', 'image-missing', 'capstan/software:1 is not there.')] }, { remedy: 'bootstrap.sh' }],
  ['docker-image', 'ok', { host, steps: whole }],
  ['docker-desktop', 'warning', { capabilities: capabilities('intel', { engine: { operatingSystem: 'Docker Desktop' } }) }, { evidence: 'Docker Desktop', commands: 'docker context use default' }],
  ['docker-desktop', 'ok', { capabilities: capabilities('intel') }, { evidence: 'Debian GNU/Linux 12' }],
  ['docker-desktop', 'not-applicable', { capabilities: capabilities('intel', { engine: 'local' }) }],
  ['docker-snap', 'warning', { daemon: daemon({ dockerRootDirectory: '/var/snap/docker/common/var-lib-docker' }), machine: machine() }, { evidence: '/var/snap/docker' }],
  ['docker-snap', 'failed', { daemon: daemon({ dockerRootDirectory: '/var/snap/docker/common/var-lib-docker' }), machine: machine({ pciGpus: [nvidiaGpu()] }) }],
  ['docker-snap', 'ok', { daemon: daemon() }, { evidence: 'Docker Root Dir: /var/lib/docker' }],
  ['docker-snap', 'not-applicable', {}],
  ['docker-rootless', 'failed', { capabilities: capabilities('intel', { engine: { rootless: true } }), machine: machine({ ownGroups: [1000, 44] }) }, { evidence: '/dev/dri/renderD128 has the group 105' }],
  ['docker-rootless', 'warning', { capabilities: capabilities('intel', { engine: { rootless: true } }), machine: machine() }],
  ['docker-rootless', 'ok', { capabilities: capabilities('intel') }],
  ['podman', 'warning', { capabilities: capabilities('intel', { engine: { podman: true, serverVersion: '4.9.3' } }) }, { evidence: 'Podman 4.9.3' }],
  ['podman', 'ok', { capabilities: capabilities('intel') }, { evidence: 'Docker 27.5.1' }],
  ['daemon-runtimes', 'warning', { capabilities: capabilities('nvidia', { engine: { runtimes: ['runc'] } }) }, { evidence: 'Runtimes: runc; CDI devices: none' }],
  ['daemon-runtimes', 'ok', { capabilities: capabilities('nvidia') }, { evidence: 'nvidia' }],
  ['daemon-runtimes', 'ok', { capabilities: capabilities('intel') }],
  ['daemon-warnings', 'warning', { daemon: daemon({ warnings: ['WARNING: bridge-nf-call-iptables is disabled', 'WARNING: No memory limit support'] }) }, { evidence: 'No memory limit support' }],
  ['daemon-warnings', 'ok', { daemon: daemon({ warnings: ['WARNING: bridge-nf-call-iptables is disabled'] }) }, { evidence: 'cgroup v2, driver systemd' }],
  ['daemon-warnings', 'ok', { daemon: daemon({ warnings: ['WARNING: No swap limit support'] }) }, { evidence: 'No swap limit support' }],
  ['wsl', 'warning', { machine: machine({ hasDxg: true, kernel: '5.15.153.1-microsoft-standard-WSL2' }) }, { evidence: '/dev/dxg' }],
  ['wsl', 'warning', { capabilities: capabilities('nvidia', { kernel: '5.15.153.1-microsoft-standard-WSL2' }) }, { evidence: 'microsoft' }],
  ['wsl', 'not-applicable', { machine: machine() }, { evidence: '6.1.0-28-amd64' }],
  ['unseen', 'warning', { machine: machine(), unseen: [{ what: 'the disk of the recordings', error: capstanError('internal', 'no answer within 60 s') }] }, { evidence: 'no answer within 60 s', reason: 'the disk of the recordings' }],
  ['unseen', 'ok', { machine: machine() }],

  ['disk-space', 'failed', { steps: [stopped('space', 'disk-full', '/data has 0.4 GB free; at least 1 GB are needed.')] }, { evidence: '0.4 GB' }],
  ['disk-space', 'failed', { disk: { place: '/data', freeBytes: 5e8, writeBytesPerSecond: null, usualBitRateKbps: 8000 } }, { evidence: '/data: 0.5 GB free' }],
  ['disk-space', 'warning', { disk: { place: '/data', freeBytes: 3e9, writeBytesPerSecond: null, usualBitRateKbps: 8000 } }, { reason: 'about 50 minutes' }],
  ['disk-space', 'ok', { disk: { place: '/data', freeBytes: 300e9, writeBytesPerSecond: null, usualBitRateKbps: 8000 } }, { reason: 'about 5000 minutes' }],
  ['disk-speed', 'failed', { disk: { place: '/mnt/card', freeBytes: 3e10, writeBytesPerSecond: 800_000, usualBitRateKbps: 8000 } }, { evidence: '0.8 MB/s', reason: 'more than the disk writes' }],
  ['disk-speed', 'warning', { disk: { place: '/mnt/card', freeBytes: 3e10, writeBytesPerSecond: 2e6, usualBitRateKbps: 8000 } }, { reason: '2.0 times' }],
  ['disk-speed', 'ok', { disk: { place: '/data', freeBytes: 3e10, writeBytesPerSecond: 240e6, usualBitRateKbps: 8000 } }, { evidence: '240 MB/s', reason: '240 times' }],
  ['disk-speed', 'not-applicable', { disk: { place: '/data', freeBytes: 3e10, writeBytesPerSecond: null, usualBitRateKbps: 8000 } }],
];
