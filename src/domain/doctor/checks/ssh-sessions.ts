import { failed, notApplicable, ok, warning, type Check } from '../check';

const refused = /^.*(?:kex_exchange_identification|ssh_exchange_identification|mux_client_request_session|Session open refused|exceeded MaxSessions|beginning MaxStartups|Too many open sessions).*$/im;

export const sshSessions: Check = {
  id: 'ssh-sessions',
  title: 'Sessions over one ssh connection',
  group: 'connection',
  about: 'The server closes new connections or sessions: MaxStartups and MaxSessions of its sshd are too few for a connection a request.',
  shows: '`kex_exchange_identification: Connection closed by remote host`, `mux_client_request_session: session request failed`',
  remedy: 'Let one connection carry all sessions (ControlMaster, as Capstan does by itself), and raise MaxSessions and MaxStartups in /etc/ssh/sshd_config of the host.',
  commands: ['sudo sshd -T | grep -iE "maxsessions|maxstartups"'],
  find: ({ ssh, steps, host }) => {
    const said = [ssh?.complaints ?? '', ...(steps ?? []).map(({ error }) => error?.detail ?? '')].join('\n');
    const [line] = refused.exec(said) ?? [];
    if (line !== undefined) {
      const reason = 'The host’s ssh server refuses further connections or sessions.';
      return steps?.some(({ state }) => state === 'failed') === true ? failed(line, reason) : warning(line, reason);
    }
    if (ssh === null) return notApplicable(host.address?.startsWith('ssh://') === true ? 'No connection came about.' : 'This host is not reached over ssh.');
    if (ssh.isShared) return ok('ControlMaster: one connection', 'One connection carries all sessions.');
    return warning('ControlMaster: none', 'Each session makes a connection of its own: a server with few MaxStartups refuses some of them.');
  },
};
