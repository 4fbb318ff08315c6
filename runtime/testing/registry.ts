/*
 * A real registry on the loopback for tests, with its own directory. It leaves nothing behind.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findExecutable } from '../parts/index.js';

export interface TestRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** The user whom a registry with `login` knows. */
export const registryUser = { username: 'keeper', password: 'open sesame' } as const;
/** bcrypt of that password, made once; nothing here can make one. */
const registryUsers = `keeper:$2b$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW\n`;

/** Why no registry can be started here; `undefined` when one can. */
export function whyNoRegistry(): string | undefined {
  return findExecutable('docker-registry') === undefined
    ? 'not installed: docker-registry'
    : undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** @param login whether it asks for the credentials of `registryUser` */
export async function startRegistry({ login = false } = {}): Promise<TestRegistry> {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-registry-'));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const users = join(directory, 'users');
  writeFileSync(users, registryUsers);
  const settings = {
    version: '0.1',
    log: { level: 'warn' },
    storage: {
      filesystem: { rootdirectory: join(directory, 'data') },
      delete: { enabled: true },
    },
    http: { addr: host },
    ...(login && { auth: { htpasswd: { realm: 'tests', path: users } } }),
  };
  // JSON is YAML.
  const file = join(directory, 'config.yml');
  writeFileSync(file, JSON.stringify(settings));
  const log = join(directory, 'log');
  const child = spawn(
    'sh',
    ['-c', `exec docker-registry serve "$1" > "$2" 2>&1`, 'sh', file, log],
    {
      stdio: 'ignore',
    },
  );
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
    rmSync(directory, { recursive: true, force: true });
  };
  // A test that dies takes it with it.
  process.once('exit', () => child.kill('SIGKILL'));
  for (let left = 200; ; left -= 1) {
    const there = await fetch(`http://${host}/v2/`).then(
      ({ status }) => status === 200 || status === 401,
      () => false,
    );
    if (there) return { host, port, stop };
    if (left === 0 || child.exitCode !== null) {
      const said = readFileSync(log, 'utf8');
      await stop();
      throw new Error(`the registry did not start:\n${said}`);
    }
    await delay(25);
  }
}
