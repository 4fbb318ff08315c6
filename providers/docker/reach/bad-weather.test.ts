/*
 * What is said where an engine does not answer, or something else does: over a socket, a port, TLS. What
 * answers here is made for it; real engines are tried elsewhere.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createNet, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { EngineError } from '../../../model/index.js';
import { makeCertificates, whyNoCertificates, type CertificateFiles } from '../../testing/index.js';
import { negotiate } from '../client/index.js';
import { chooseTarget, type Environment } from './index.js';
import { ProcessSocket } from './process-socket.js';

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'stowage-weather-'));
t.teardown(() => rmSync(directory, { recursive: true, force: true }));

/** Greets, as an engine does. */
const greet =
  (api = '1.41', more: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'Api-Version': api, Server: 'Docker/20.10.24 (linux)', ...more });
    response.end('OK');
  };

const says =
  (status: number, type: string, text: string, more: Readonly<Record<string, string>> = {}) =>
  (...[, response]: Parameters<RequestListener>): void => {
    response.writeHead(status, { 'Content-Type': type, ...more });
    response.end(text);
  };

let sockets = 0;
/** Has a server listen while something is tried. */
async function listening<T>(
  server: Server | NetServer,
  use: (path: string) => Promise<T>,
): Promise<T> {
  sockets += 1;
  const path = join(directory, `${sockets}.sock`);
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => open.add(socket));
  server.listen(path);
  await once(server, 'listening');
  try {
    return await use(path);
  } finally {
    server.close();
    for (const socket of open) socket.destroy();
  }
}

async function onPort<T>(server: NetServer, use: (port: number) => Promise<T>): Promise<T> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => open.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const found = server.address();
  try {
    return await use(found !== null && typeof found === 'object' ? found.port : 0);
  } finally {
    server.close();
    for (const socket of open) socket.destroy();
  }
}

/** What an engine is greeted with in vain; `reached` where it is not. */
async function outcome(
  address: string,
  environment: Environment = {},
): Promise<{ readonly code: string; readonly text: string }> {
  try {
    const target = chooseTarget({ address }, { HOME: directory, ...environment });
    const { transport } = await negotiate(target);
    transport.close();
    return { code: 'reached', text: '' };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const text = [error.message, ...error.lines, error.hint ?? ''].join('\n');
    return { code: error.code, text };
  }
}

t.test('nobody is there', async (t) => {
  t.match(await outcome(`unix://${directory}/none.sock`), {
    code: 'unreachable',
    text: /does not answer at unix:[^]*There is no such socket[^]*systemctl start docker/,
  });
  // A daemon that was killed leaves its socket.
  const script = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  const left = join(directory, 'left.sock');
  await run(process.execPath, ['-e', script, left]).catch(() => undefined);
  t.match(await outcome(`unix://${left}`), {
    code: 'unreachable',
    text: /Nobody listens on the socket/,
  });
  t.match(await outcome('tcp://127.0.0.1:1'), {
    code: 'unreachable',
    text: /ECONNREFUSED[^]*Nobody listens there/,
  });
  t.match(
    await outcome('tcp://nowhere.invalid:1', { STOWAGE_UNVERIFIED_ENGINE: 'nowhere.invalid:1' }),
    {
      code: 'unreachable',
      text: /Nobody knows the name nowhere\.invalid/,
    },
  );
});

t.test('who may not', { skip: process.getuid?.() === 0 ? false : 'it takes root' }, async (t) => {
  const place = mkdtempSync(join(tmpdir(), 'stowage-closed-'));
  chmodSync(place, 0o755);
  const path = join(place, 'docker.sock');
  const server = createHttp(greet());
  server.listen(path);
  await once(server, 'listening');
  chmodSync(path, 0o600);
  const module = new URL('../client/index.js', import.meta.url).href;
  const reach = new URL('./index.js', import.meta.url).href;
  const script = `
    const { negotiate } = await import(${JSON.stringify(module)});
    const { targetAt } = await import(${JSON.stringify(reach)});
    process.setgid(65534); process.setgroups([]); process.setuid(65534);
    await negotiate(targetAt('unix://${path}')).catch((error) => console.log(error.hint));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  server.close();
  rmSync(place, { recursive: true });
  t.match(stdout, /may not use the socket[^]*group `docker`/);
});

t.test('something else answers', async (t) => {
  const page = '<!doctype html><title>Welcome</title>';
  const cases: readonly (readonly [string, RequestListener, object])[] = [
    ['an engine', greet(), { code: 'reached' }],
    [
      'a page',
      says(200, 'text/html', page),
      { code: 'protocol', text: /no Docker engine: status 200, text\/html/ },
    ],
    [
      'no such page',
      says(404, 'text/html', page),
      { code: 'protocol', text: /status 404, text\/html/ },
    ],
    [
      'another API',
      says(401, 'application/json', '{"error":"who?"}'),
      { code: 'protocol', text: /status 401, \{"error"/ },
    ],
    [
      'an engine in trouble',
      says(500, 'application/json', '{"message":"no space left"}', { 'Api-Version': '1.41' }),
      { code: 'unreachable', text: /status 500, \{"message":"no space left"\}[^]*journalctl/ },
    ],
    [
      'a proxy without an engine',
      says(502, 'text/html', page),
      { code: 'unreachable', text: /status 502/ },
    ],
    [
      'too old',
      greet('1.24'),
      { code: 'unsupported', text: /speaks API 1\.24, and 1\.41 is needed[^]*20\.10/ },
    ],
    [
      'newer than anything known',
      says(200, 'application/json', '{"MinAPIVersion":"1.44"}', { 'Api-Version': '1.99' }),
      { code: 'reached' },
    ],
    [
      'too new',
      says(200, 'application/json', '{"MinAPIVersion":"1.90"}', { 'Api-Version': '1.99' }),
      { code: 'unsupported', text: /speaks API 1\.90 and later[^]*newer Stowage/ },
    ],
    [
      'too old a Podman',
      greet('1.40', { 'Libpod-Api-Version': '3.4.4' }),
      { code: 'unsupported', text: /is Podman 3\.4\.4, and 4\.0\.0 is needed/ },
    ],
    [
      'a version that is none',
      greet('banana'),
      { code: 'protocol', text: /no engine: it gives "banana" as the version of its API/ },
    ],
    [
      'a Podman of a version that is none',
      greet('1.41', { 'Libpod-Api-Version': 'latest' }),
      { code: 'protocol', text: /no engine: it gives "latest" as the version of Podman/ },
    ],
    [
      'wants TLS',
      says(400, 'text/plain', 'Client sent an HTTP request to an HTTPS server.\n'),
      { code: 'protocol', text: /no Docker engine: status 400, Client sent/ },
    ],
  ];
  for (const [what, answer, expected] of cases) {
    await listening(createHttp(answer), async (path) => {
      t.match(await outcome(`unix://${path}`), expected, what);
    });
  }
  const tells = (text: string): NetServer =>
    createNet((socket) => {
      socket.on('error', () => undefined);
      socket.write(text);
    });
  await listening(tells('SSH-2.0-OpenSSH_9.2\r\n'), async (path) => {
    t.match(await outcome(`unix://${path}`), { code: 'protocol', text: /does not speak HTTP/ });
  });
  const cuts = createNet((socket) => socket.destroy());
  await listening(cuts, async (path) => {
    t.match(await outcome(`unix://${path}`), { code: 'unreachable', text: /does not answer/ });
  });
});

t.test('one that takes a call and says nothing', async (t) => {
  const silent = createNet((socket) => socket.on('error', () => undefined).resume());
  await listening(silent, async (path) => {
    const begun = performance.now();
    t.match(await outcome(`unix://${path}`), {
      code: 'unreachable',
      text: /no answer within 10 s/,
    });
    t.ok(performance.now() - begun < 20_000, 'it is given up');
  });
});

const hindrance = whyNoCertificates();

t.test('certificates', { skip: hindrance ?? false }, async (t) => {
  const made = makeCertificates(join(directory, 'certificates'));
  const env = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: made.clientDirectory() };
  const read = ({ cert, key }: CertificateFiles) => ({
    cert: readFileSync(cert),
    key: readFileSync(key),
  });
  const engine = (files: CertificateFiles, more: object = {}): NetServer =>
    createHttps({ ...read(files), ...more }, greet());
  const cases: readonly (readonly [string, CertificateFiles, string, object])[] = [
    ['its own', made.server, '127.0.0.1', { code: 'reached' }],
    ['by name', made.server, 'localhost', { code: 'reached' }],
    ['expired', made.expired, '127.0.0.1', { code: 'unreachable', text: /expired/ }],
    [
      'of another host',
      made.misnamed,
      'localhost',
      { code: 'unreachable', text: /for another host[^]*issued for localhost too/ },
    ],
    [
      'of another address',
      made.misnamed,
      '127.0.0.1',
      { code: 'unreachable', text: /for another host/ },
    ],
    [
      'by nobody known',
      made.stranger,
      '127.0.0.1',
      { code: 'unreachable', text: /Who signed the certificate of the engine is not trusted/ },
    ],
  ];
  for (const [what, files, host, expected] of cases) {
    await onPort(engine(files), async (port) => {
      t.match(await outcome(`tcp://${host}:${port}`, env), expected, what);
      t.match(
        await outcome(`https://${host}:${port}`, { DOCKER_CERT_PATH: env.DOCKER_CERT_PATH }),
        expected,
        what,
      );
    });
  }
  await onPort(engine(made.server), async (port) => {
    const trusted = { DOCKER_CONFIG: join(directory, 'no-docker') };
    t.match(
      await outcome(`https://127.0.0.1:${port}`, trusted),
      { code: 'unreachable', text: /is not trusted/ },
      'without an authority of one’s own those of the system count',
    );
    t.match(
      await outcome(`http://127.0.0.1:${port}`),
      { code: /unreachable|protocol/, text: /TLS/ },
      'without TLS',
    );
  });
  const asking = { requestCert: true, rejectUnauthorized: true, ca: readFileSync(made.ca) };
  await onPort(engine(made.server, asking), async (port) => {
    t.match(await outcome(`tcp://127.0.0.1:${port}`, env), { code: 'reached' });
    for (const certificates of [made.clientDirectory(made.stranger)]) {
      t.match(
        await outcome(`tcp://127.0.0.1:${port}`, { ...env, DOCKER_CERT_PATH: certificates }),
        {
          code: 'unreachable',
        },
      );
    }
  });
  await onPort(createHttp(greet()), async (port) => {
    t.match(await outcome(`tcp://127.0.0.1:${port}`, env), {
      code: 'unreachable',
      text: /wrong version number[^]*does not speak TLS/,
    });
  });
});

t.test('a kept connection that the engine has let go of', async (t) => {
  const seen: string[] = [];
  // It says that it keeps the connection, and cuts it at the next call that comes over it.
  const used = new WeakSet<Socket>();
  let cutting = false;
  const server = createHttp((request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (cutting && used.has(request.socket)) return void request.socket.destroy();
    used.add(request.socket);
    greet()(request, response);
  });
  await listening(server, async (path) => {
    const target = chooseTarget({ address: `unix://${path}` }, {});
    const { transport } = await negotiate(target);
    cutting = true;
    const read = { action: 'read', verb: 'read', method: 'GET', path: '/info' } as const;
    t.equal((await transport.request(read)).status, 200, 'what only reads is sent again');
    const write = { action: 'write', verb: 'change', method: 'POST', path: '/x' } as const;
    await t.rejects(transport.request(write), { code: 'unreachable' });
    transport.close();
    t.same(seen, ['GET /_ping', 'GET /v1.41/info', 'GET /v1.41/info', 'POST /v1.41/x']);
  });
});

t.test('a program as a connection', async (t) => {
  const start = (script: string): ProcessSocket =>
    new ProcessSocket(
      spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'pipe'] }),
      ({ code, lines }) => new Error(`${code ?? ''}: ${lines.join('; ')}`),
    );
  const ends = start('cat; exit 0').resume();
  ends.end('x');
  await once(ends, 'close');
  t.equal(ends.readableEnded, true, 'it ends with the program');
  const goes = start('exit 0').resume();
  await once(goes, 'close');
  t.pass('also where the program ends first');
  const fails = start('read line; echo one >&2; echo two >&2; exit 3').resume();
  fails.write('go\n');
  const failed = new Promise<Error>((resolve) => fails.once('error', resolve));
  t.equal((await failed).message, '3: one; two', 'an end that is none says why');
  const idle = start('cat');
  idle.setTimeout(30);
  await once(idle, 'timeout');
  idle.destroy();
  await once(idle, 'close');
  const much = start('cat');
  const text = 'line\n'.repeat(200_000);
  much.end(text);
  let back = '';
  for await (const chunk of much) back += String(chunk);
  t.equal(back.length, text.length, 'as much as comes');
});
