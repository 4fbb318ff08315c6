/* The options of `run`, from the words on the command line to a specification. */
import t from 'tap';
import { UsageError } from '../command.js';
import { parseInvocation } from '../parse.js';
import { commands } from '../table/index.js';
import { readOneOff } from './read-one-off.js';

const command = commands.find(({ name }) => name === 'run');
const context = { environment: { HERE: 'taken' }, directory: '/stack' };

function readIn(directory: string, ...words: readonly string[]) {
  if (!command) throw new Error('there is no command run');
  return readOneOff(parseInvocation(command, words), { ...context, directory });
}
const read = (...words: readonly string[]) => readIn(context.directory, ...words);

t.test('options end with the image, and what follows is the command', (t) => {
  const spec = read('-itu', '1000', '-eA=-u', '--rm', 'app', 'ls', '-e', '--rm');
  t.match(spec, { image: 'app', user: '1000', tty: true, stdin_open: true, env: { A: '-u' } });
  t.same(spec.command, ['ls', '-e', '--rm']);
  t.equal(read('app').command, undefined);
  t.same(read('app', '--', 'ls').command, ['ls']);
  t.end();
});

t.test('variables are given, or taken from here', (t) => {
  t.same(read('-e', 'A=b=c', '-e', 'HERE', '-e', 'NOT', '-e', 'E=', 'app').env, {
    A: 'b=c',
    HERE: 'taken',
    E: '',
  });
  t.throws(() => read('-e', '=b', 'app'), UsageError);
  t.end();
});

t.test('variables come from files, too, as their lines stand', (t) => {
  const directory = t.testdir({
    'one.env': '\uFEFF# all\r\nA="quoted"\r\n\r\n  B=x # no comment\nHERE\nNOT\n',
    'two.env': 'B=later\nC=1\n',
    'bad.env': 'A=1\nhush hush=2\n',
  });
  const from = (...words: readonly string[]) => readIn(directory, ...words, 'app').env;
  t.same(from('--env-file', 'one.env'), { A: '"quoted"', B: 'x # no comment', HERE: 'taken' });
  t.same(from('-e', 'C=given', '--env-file', 'one.env', '--env-file', 'two.env'), {
    A: '"quoted"',
    B: 'later',
    HERE: 'taken',
    C: 'given',
  });
  t.throws(() => from('--env-file', 'bad.env'), /^line 2 of bad\.env takes NAME=VALUE(?!.*hush)/);
  t.throws(() => from('--env-file', 'none.env'), UsageError);
  t.end();
});

t.test('mounts are volumes by name, or paths', (t) => {
  t.same(read('-v', 'data:/d', '-v', './x:/x:ro', '-v', '/etc/y:/y:rw', 'app').mounts, [
    { type: 'volume', source: 'data', target: '/d' },
    { type: 'bind', source: '/stack/x', target: '/x', read_only: true },
    { type: 'bind', source: '/etc/y', target: '/y' },
  ]);
  for (const wrong of ['data', 'data:d', ':/d', 'a:/b:exec', 'a:/b:ro:c']) {
    t.throws(() => read('-v', wrong, 'app'), UsageError, wrong);
  }
  t.end();
});

t.test('ports have a place on the host', (t) => {
  t.same(read('-p', '80:8080', '-p', '127.0.0.1:53:5353/udp', 'app').ports, [
    { host: 80, container: 8080 },
    { host: 53, container: 5353, host_ip: '127.0.0.1', protocol: 'udp' },
  ]);
  t.same(read('-p', '[::1]:8000-8001:80-81/udp', 'app').ports, [
    { host: 8000, container: 80, host_ip: '::1', protocol: 'udp' },
    { host: 8001, container: 81, host_ip: '::1', protocol: 'udp' },
  ]);
  for (const wrong of ['80', 'a:80', '80:80/sctp', '::80', '80-81:80', '81-80:81-80']) {
    t.throws(() => read('-p', wrong, 'app'), UsageError, wrong);
  }
  t.end();
});

t.test('networks are names, or one mode', (t) => {
  t.same(read('--network', 'a', '--network', 'b', 'app').networks, { a: {}, b: {} });
  const alone = read('--network', 'none', 'app');
  t.equal(alone.network_mode, 'none');
  t.equal(alone.networks, undefined);
  t.equal(read('--network', 'container:vpn', 'app').network_mode, 'container:vpn');
  t.throws(() => read('--network', 'host', '--network', 'a', 'app'), UsageError);
  const own = [
    ['-p', '80:80'],
    ['--hostname', 'a'],
    ['--dns', '10.0.0.1'],
    ['--add-host', 'a:10.0.0.1'],
  ];
  for (const options of own) {
    const beside = { message: new RegExp(`--\\S+ stands beside networks; container vpn`) };
    t.throws(() => read('--network', 'container:vpn', ...options, 'app'), beside);
    t.ok(read('--pid', 'container:vpn', ...options, 'app'), 'of other namespaces it says nothing');
  }
  t.end();
});

t.test('a name that tells the image, or the one that is given', (t) => {
  t.match(read('registry.test:5000/team/web:1.2@sha256:00').name, /^web-[0-9a-f]{8}$/);
  t.match(read('image.base').name, /^image\.base-[0-9a-f]{8}$/);
  t.match(read('sha256:0123').name, /^container-[0-9a-f]{8}$/);
  t.equal(read('--name', 'mine', 'app').name, 'mine');
  t.end();
});

t.test('an entry point is one program, or none', (t) => {
  t.same(read('--entrypoint', 'sh', 'app').entrypoint, ['sh']);
  t.same(read('--entrypoint', '', 'app').entrypoint, []);
  t.equal(read('app').entrypoint, undefined);
  t.end();
});
