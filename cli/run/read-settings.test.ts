/* Options of `run` for limits, rights and surroundings, the policy of pulling, and the codes of what did not run. */
import t from 'tap';
import { EngineError, invalidParts } from '../../model/index.js';
import { UsageError } from '../command.js';
import { parseInvocation } from '../parse.js';
import { commands } from '../table/index.js';
import { notRunCode } from './not-run-code.js';
import { pullPolicyOf } from './pull-policy.js';
import { readSettings } from './read-settings.js';

const command = commands.find(({ name }) => name === 'run');

function invocation(...words: readonly string[]) {
  if (!command) throw new Error('there is no command run');
  return parseInvocation(command, [...words, 'app']);
}
const read = (...words: readonly string[]) => readSettings(invocation(...words));

t.test('what no option speaks of is left out', (t) => {
  t.same(read(), {});
  t.end();
});

t.test(
  'each option says one thing of the container, and something that a container can be',
  (t) => {
    const cases: readonly (readonly [string, object])[] = [
      ['-m 512m', { memory: 512 * 2 ** 20 }],
      ['--memory 1.5g', { memory: 1.5 * 2 ** 30 }],
      ['--memory 64MiB', { memory: 64 * 2 ** 20 }],
      ['--memory 8000000', { memory: 8_000_000 }],
      ['--cpus 1.5', { cpus: 1.5 }],
      ['--pids-limit 20', { pids: 20 }],
      ['--shm-size 32M', { shm_size: 32 * 2 ** 20 }],
      ['--hostname box', { hostname: 'box' }],
      ['--stop-signal SIGINT', { stop_signal: 'SIGINT' }],
      ['--stop-timeout 5', { stop_timeout: 5000 }],
      ['--stop-timeout 1m30s', { stop_timeout: 90_000 }],
      ['--restart always', { restart: { policy: 'always' } }],
      ['--restart on-failure:3', { restart: { policy: 'on-failure', max_retries: 3 } }],
      ['--pid host', { pid: 'host' }],
      ['--pid container:vpn', { pid: 'container:vpn' }],
      ['--ipc container:vpn', { ipc: 'container:vpn' }],
      ['--ipc shareable', { ipc: 'shareable' }],
      ['-l a=b=c -l d', { labels: { a: 'b=c', d: '' } }],
      [
        '--add-host db:10.0.0.1 --add-host six:[::1] --add-host up=host-gateway',
        { hosts: { db: '10.0.0.1', six: '::1', up: 'host-gateway' } },
      ],
      ['--dns 10.0.0.53', { dns: ['10.0.0.53'] }],
      ['--tmpfs /tmp', { tmpfs: { '/tmp': {} } }],
      [
        '--tmpfs /run:size=64k,mode=755,exec',
        { tmpfs: { '/run': { size: 65_536, mode: '755', options: ['exec'] } } },
      ],
      ['--ulimit nofile=10', { ulimits: { nofile: { soft: 10, hard: 10 } } }],
      ['--ulimit nofile=10:20', { ulimits: { nofile: { soft: 10, hard: 20 } } }],
      ['--sysctl net.core.somaxconn=9', { sysctls: { 'net.core.somaxconn': '9' } }],
      ['--cap-add cap_net_admin --cap-drop ALL', { cap_add: ['NET_ADMIN'], cap_drop: ['ALL'] }],
      ['--group-add audio', { group_add: ['audio'] }],
      ['--device /dev/null', { devices: [{ host: '/dev/null' }] }],
      ['--device /dev/null:r', { devices: [{ host: '/dev/null', permissions: 'r' }] }],
      [
        '--device /dev/null:/dev/x:rw',
        { devices: [{ host: '/dev/null', container: '/dev/x', permissions: 'rw' }] },
      ],
      ['--init --privileged --read-only', { init: true, privileged: true, read_only: true }],
    ];
    for (const [words, settings] of cases) {
      const said = read(...words.split(' '));
      t.same(said, settings, words);
      t.same(invalidParts('container', { name: 'abc', image: 'app', ...said }), [], words);
    }
    t.end();
  },
);

t.test('what cannot be read is told with its option', (t) => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['--memory lots', /--memory takes a size/],
    ['--memory 1e3m', /--memory takes a size/],
    ['--cpus many', /--cpus takes a number/],
    ['--stop-timeout soon', /--stop-timeout takes seconds/],
    ['--restart sometimes', /--restart takes no, on-failure/],
    ['--restart always:3', /on-failure:COUNT/],
    ['--restart on-failure:0', /on-failure:COUNT/],
    ['--label =x', /--label takes NAME=VALUE/],
    ['--label stowage.stack=x', /those of stacks/],
    ['--add-host db', /--add-host takes NAME:ADDRESS/],
    ['--ulimit nofile', /--ulimit takes NAME=SOFT/],
    ['--ulimit nofile=1:2:3', /--ulimit takes NAME=SOFT/],
    ['--sysctl a', /--sysctl takes NAME=VALUE/],
    ['--device /a:/b:r:x', /--device takes PATH/],
    ['--pid mine', /--pid takes private, host or container:NAME, not mine/],
    ['--pid container:', /--pid takes private/],
    ['--ipc mine', /--ipc takes private, shareable, host, none or container:NAME/],
  ];
  for (const [words, said] of wrong) t.throws(() => read(...words.split(' ')), said, words);
  t.end();
});

t.test('a registry is asked as the policy has it', (t) => {
  t.equal(pullPolicyOf(invocation()), 'missing');
  t.equal(pullPolicyOf(invocation('--pull', 'never')), 'never');
  t.throws(() => pullPolicyOf(invocation('--pull', 'daily')), UsageError);
  t.end();
});

t.test('what did not run ends with the code of its cause', (t) => {
  const code = (message: string, lines: readonly string[] = []): number =>
    notRunCode(new EngineError('failed', message, { lines }));
  t.equal(code('exec: "nope": executable file not found in $PATH: unknown'), 127);
  t.equal(
    code('cannot start', ['executable file `/nope` not found: No such file or directory']),
    127,
  );
  t.equal(code('exec: "/etc": is a directory'), 126);
  t.equal(code('exec /bin/x: permission denied'), 126);
  t.equal(code('open executable: Operation not permitted'), 126);
  t.equal(code('bind source path does not exist: /nope'), 125);
  t.equal(code('the engine has no image a'), 125);
  t.end();
});
