/* Addresses of engines: every form that is one, and what only looks like one. */
import fc from 'fast-check';
import t from 'tap';
import { isLoopback, parseEngineAddress, type EngineAddress } from './index.js';

t.test('each form of an address', async (t) => {
  const forms: readonly (readonly [string, object])[] = [
    ['unix:///var/run/docker.sock', { kind: 'unix', socketPath: '/var/run/docker.sock' }],
    ['tcp://10.0.0.1:2376', { kind: 'tcp', scheme: 'tcp', host: '10.0.0.1', port: 2376 }],
    ['tcp://engine.example.org', { kind: 'tcp', scheme: 'tcp', host: 'engine.example.org' }],
    ['tcp://[fe80::1]:2376/', { kind: 'tcp', scheme: 'tcp', host: 'fe80::1', port: 2376 }],
    ['http://localhost:2375', { kind: 'tcp', scheme: 'http', host: 'localhost', port: 2375 }],
    ['https://host', { kind: 'tcp', scheme: 'https', host: 'host' }],
    ['ssh://host', { kind: 'ssh', host: 'host' }],
    ['ssh://host/', { kind: 'ssh', host: 'host' }],
    ['ssh://me@host:22', { kind: 'ssh', user: 'me', host: 'host', port: 22 }],
    ['ssh://my_alias', { kind: 'ssh', host: 'my_alias' }],
    [
      'ssh://me@[::1]:2222/run/user/1000/podman/podman.sock',
      {
        kind: 'ssh',
        user: 'me',
        host: '::1',
        port: 2222,
        socketPath: '/run/user/1000/podman/podman.sock',
      },
    ],
  ];
  for (const [text, form] of forms) t.strictSame(parseEngineAddress(text), { ...form, text }, text);
});

t.test('what is no address', async (t) => {
  const others = [
    ...['', 'docker', 'host:2376', 'unix://run/docker.sock', 'unix:///', 'unix:///a b'],
    ...[
      'tcp://',
      'tcp://host:0',
      'tcp://host:65536',
      'tcp://host:x',
      'tcp://host:2376/v1',
      'tcp://a b',
    ],
    ...[
      'tcp://user@host',
      'tcp://host?x=1',
      'ftp://host',
      'npipe:////./pipe/docker_engine',
      'fd://',
    ],
    // Each of these would be an option to ssh.
    ...['ssh://-oProxyCommand=touch/x', 'ssh://-oProxyCommand=x@host', 'ssh://me@-oProxyCommand=x'],
    ...[
      'ssh://me:password@host',
      'ssh://me@host:70000',
      'ssh://host/a b',
      'ssh://ho"st',
      'ssh://$(x)',
    ],
  ];
  for (const text of others) t.equal(parseEngineAddress(text), undefined, JSON.stringify(text));
});

t.test('an address says what it was made of', async (t) => {
  const word = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,12}$/);
  const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
  const path = fc.option(fc.stringMatching(/^(?:\/[A-Za-z0-9._-]{1,8}){1,4}$/), { nil: undefined });
  const user = fc.option(word, { nil: undefined });
  const drawn = fc.record({ host: word, port, path, user });
  const say = (part: string | number | undefined, before: string, after = ''): string =>
    part === undefined ? '' : `${before}${part}${after}`;
  fc.assert(
    fc.property(drawn, ({ host, port, path, user }) => {
      const text = `ssh://${say(user, '', '@')}${host}${say(port, ':')}${path ?? ''}`;
      const read = parseEngineAddress(text);
      const expected = { user, host, port, socketPath: path };
      const { user: u, host: h, port: p, socketPath: s } = read?.kind === 'ssh' ? read : absent;
      t.strictSame({ user: u, host: h, port: p, socketPath: s }, expected, text);
    }),
    { numRuns: 200 },
  );
  // Whatever is read as an address has no part that a program could take for an option.
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), (tail) => {
      const read: EngineAddress | undefined = parseEngineAddress(`ssh://${tail}`);
      if (read?.kind !== 'ssh') return;
      t.notMatch(`${read.user ?? 'x'} ${read.host}`, /(?:^| )-|\s\s|["'`$;&|\\]/, tail);
    }),
    { numRuns: 2_000 },
  );
});

const absent = { user: undefined, host: '', port: undefined, socketPath: undefined };

t.test('which hosts are this one by their names', async (t) => {
  for (const host of [
    'localhost',
    'a.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '::ffff:127.0.0.1',
  ])
    t.equal(isLoopback(host), true, host);
  for (const host of [
    'localhost.example.org',
    '10.0.0.1',
    '128.0.0.1',
    '::2',
    '127.0.0.1.nip.io',
    '0.0.0.0',
  ])
    t.equal(isLoopback(host), false, host);
});
