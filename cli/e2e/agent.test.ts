/*
 * What goes on when no command runs, on the embedded engine and the real kernel: commands leave an agent behind
 * where one is needed, and agents are killed, replaced, and end.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { locateStore, processState } from '../../runtime/index.js';
import { busyboxImage } from './busybox.js';
import { embeddedUnderTest } from './embedded-engine.js';
import { elements, members, text } from './json.js';
import { stowage, writeStack, type Finished } from './stowage.js';

t.setTimeout(120_000);
const engine = embeddedUnderTest(t);
const { env, root } = engine;
const { runRoot } = locateStore({ root });
const leftOnHost = engine.watchHost();
const stack = writeStack(`stack watched

${busyboxImage('box')}
container web {
  image: box
  command: ["sh", "-c", "touch /well; exec sleep 1000"]
  restart: "always"
  stop_timeout: 1s
  health: { test: ["test", "-e", "/well"], interval: 1s, retries: 2 }
}

container db {
  image: box
  command: ["sleep", "1000"]
  restart: "unless-stopped"
  stop_timeout: 1s
}

container job {
  image: box
  command: ["sleep", "1000"]
  stop_timeout: 1s
}
`);
t.teardown(() => stack.remove());

const run = (...args: readonly string[]): Promise<Finished> =>
  stowage(args, { env, cwd: stack.directory });

async function done(t: Test, ...args: readonly string[]): Promise<string> {
  const finished = await run(...args);
  t.equal(finished.code, 0, finished.text);
  return finished.stdout;
}

interface Agent {
  readonly pid: number;
  readonly version: string;
  readonly manner: string;
}

/** Who is the agent of the store now, by its note and the kernel. */
function agent(): Agent | undefined {
  const path = join(runRoot, 'agent/agent.json');
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path, 'utf8');
  // It is being written at this moment.
  if (content === '') return undefined;
  const note = members(content);
  if (processState(text(note['mark'])) !== 'alive') return undefined;
  return { pid: Number(note['pid']), version: text(note['version']), manner: text(note['manner']) };
}

/** Looks until something holds. */
async function eventually<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`not in time: ${what}\n${log()}`);
    await delay(50);
  }
}

function log(): string {
  const path = join(runRoot, 'agent/log');
  return existsSync(path) ? readFileSync(path, 'utf8') : 'there is no log';
}

async function states(t: Test): Promise<Readonly<Record<string, string>>> {
  const listed = elements(await done(t, 'ps', '--all', '--json'));
  return Object.fromEntries(
    listed.map(({ name, state, health }) => [
      text(name).replace('watched-', ''),
      health === undefined ? text(state) : `${text(state)} ${text(health)}`,
    ]),
  );
}

const noDifferences = /^No differences\./m;

t.test('a plan starts none, an apply leaves one behind', async (t) => {
  t.match(await done(t, 'plan'), /5 to create|4 to create/);
  t.equal(agent(), undefined);
  await done(t, 'apply', '--yes');
  const first = await eventually('an agent runs', agent);
  t.match(first, { manner: 'background' });
  t.match(await done(t, 'plan'), noDifferences);
  t.match(
    await done(t, 'doctor'),
    new RegExp(`agent +process ${first.pid}, version .*needed for watched-`),
  );
  await done(t, 'ps');
  t.equal(agent()?.pid, first.pid, 'other commands start none beside it');
});

t.test('checks go on, and everybody reads what they find', async (t) => {
  await done(t, 'exec', 'container.web', 'rm', '/well');
  const events = spawn(process.execPath, ['dist/stowage.js', 'events', '--json'], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => events.kill('SIGKILL'));
  let heard = '';
  events.stdout.setEncoding('utf8').on('data', (piece: string) => (heard += piece));
  await eventually('it is unhealthy', async () => (await states(t))['web'] === 'running unhealthy');
  t.match(await done(t, 'inspect', 'container.web', '--json'), /"health": ?"unhealthy"/);
  t.match(await done(t, 'plan'), noDifferences, 'which is no difference');
  await eventually('an event tells of it', () => heard.includes('"unhealthy"'));
  await done(t, 'exec', 'container.web', 'touch', '/well');
  await eventually('it is healthy', async () => (await states(t))['web'] === 'running healthy');
  events.kill('SIGINT');
  await once(events, 'close');
});

t.test('one that was killed is started again by the next command, but by no plan', async (t) => {
  const { pid } = await eventually('an agent runs', agent);
  process.kill(pid, 'SIGKILL');
  await eventually('it is dead', () => agent() === undefined);
  t.match(await done(t, 'plan'), noDifferences);
  t.match(await done(t, 'drift'), /^No drift\./m);
  t.match(
    await done(t, 'doctor'),
    /^warning +agent +none runs, needed for .*watched-web \(health check, restart policy\)/m,
  );
  t.equal(agent(), undefined);
  const off = await stowage(['ps'], { env: { ...env, STOWAGE_AGENT: 'off' } });
  t.equal(off.code, 0, off.text);
  await delay(300);
  t.equal(agent(), undefined, 'nor where it is switched off');
  await done(t, 'ps');
  t.not((await eventually('another one runs', agent)).pid, pid);
});

/** Starts an agent that is not to be in the background. */
function foreground(t: Test, command: string): { readonly child: ChildProcess; said(): string } {
  const child = spawn(process.execPath, [command, 'agent'], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => (said += piece));
  }
  return { child, said: () => said };
}

const command = resolve('dist/stowage.js');

t.test('one has the post', async (t) => {
  const before = await eventually('an agent runs', agent);
  const more = await Promise.all([1, 2, 3].map(() => run('agent', '--background')));
  t.same(
    more.map(({ code }) => code),
    [0, 0, 0],
    'those that commands have started give way',
  );
  t.equal(agent()?.pid, before.pid);

  // One that is started for good takes the post, and keeps it.
  const ours = foreground(t, command);
  await eventually('it has the post', () => agent()?.pid === ours.child.pid);
  t.match(agent(), { manner: 'foreground' });
  t.notOk(isThere(before.pid));
  const second = await run('agent');
  t.equal(second.code, 1, second.text);
  t.match(second.stderr, new RegExp(`another agent .* process ${ours.child.pid ?? 0}`));
  ours.child.kill('SIGTERM');
  await once(ours.child, 'exit');
  t.equal(ours.child.exitCode, 0);
  t.match(ours.said(), /ends: it was asked to/);
});

t.test('one of an older version is replaced, and does not replace', async (t) => {
  const base = mkdtempSync(join(tmpdir(), 'stowage-older-'));
  t.teardown(() => rmSync(base, { recursive: true }));
  cpSync('dist', base, { recursive: true });
  const version = members(readFileSync('package.json', 'utf8'))['version'];
  const files = readdirSync(base, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const content = readFileSync(join(base, file), 'utf8');
    writeFileSync(join(base, file), content.replaceAll(`"${text(version)}"`, '"0.0.9"'));
  }
  const older = foreground(t, join(base, 'stowage.js'));
  await eventually('it has the post', () => agent()?.version === '0.0.9');
  await done(t, 'ps');
  await eventually('this version has it', () => agent()?.version === version);
  if (older.child.exitCode === null) await once(older.child, 'exit');
  t.equal(older.child.exitCode, 0, older.said());
  const late = foreground(t, join(base, 'stowage.js'));
  await once(late.child, 'exit');
  t.equal(late.child.exitCode, 1, late.said());
  t.equal(agent()?.version, version);
});

const monitorOf = (id: string): number =>
  Number(readFileSync(join(runRoot, 'containers', id, 'monitor.pid'), 'utf8'));

t.test('a monitor that was killed is noticed by the next command', async (t) => {
  const { 'watched-db': id = '' } = await engine.containerIds();
  const monitor = monitorOf(id);
  process.kill(monitor, 'SIGKILL');
  await eventually('it is dead', () => !isThere(monitor));
  await done(t, 'ps');
  await eventually('it runs again', async () => (await states(t))['db'] === 'running');
  t.not(monitorOf(id), monitor);
  t.match(log(), /container watched-db is started again, by its policy/);
  t.match(await done(t, 'plan'), noDifferences);
});

t.test('after a boot', async (t) => {
  await done(t, 'stop', 'container.db');
  const network = (): Promise<Finished> =>
    run('exec', 'container.web', 'ping', '-c', '1', '-W', '2', 'job');
  await goDown(await engine.containerIds());
  t.equal(agent(), undefined);
  const plan = await done(t, 'plan');
  t.match(plan, /start container\.web/);
  t.equal(agent(), undefined, 'a plan brings nothing back');
  await done(t, 'ps');
  const healthy = async (): Promise<boolean> => (await states(t))['web'] === 'running healthy';
  await eventually('it runs again, and is checked', healthy);
  t.match(await states(t), { db: 'exited', job: 'dead' }, 'by what policies say');
  t.match(await done(t, 'apply', '--yes'), /./);
  const asked = await network();
  t.equal(asked.code, 0, `it finds others by name: ${asked.text}`);
  t.match(await done(t, 'plan'), noDifferences);
});

/** What a boot does: no process is left, no mount, nothing under the run root, and the boot is another. */
async function goDown(ids: Readonly<Record<string, string>>): Promise<void> {
  // What it has started in containers ends with it, so that no one is left who waits for that.
  const watching = agent();
  if (watching !== undefined) process.kill(watching.pid, 'SIGTERM');
  await eventually('the agent has ended', () => agent() === undefined);
  const pids = [
    ...Object.values(ids).flatMap((id) => {
      const directory = join(runRoot, 'containers', id);
      if (!existsSync(directory)) return [];
      const group = `/sys/fs/cgroup/pids/stowage/${id}/cgroup.procs`;
      return [monitorOf(id), ...readFileSync(group, 'utf8').trim().split('\n').map(Number)];
    }),
    Number(readFileSync(join(runRoot, 'network/aardvark-dns/aardvark.pid'), 'utf8')),
  ];
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await eventually('all processes are gone', () => !pids.some(isThere));
  const mounts = execFileSync('findmnt', ['-rno', 'TARGET'], { encoding: 'utf8' }).split('\n');
  for (const path of mounts.filter((one) => one.startsWith(runRoot)))
    execFileSync('umount', [path]);
  // The ends of cables go with their namespaces.
  for (const file of readdirSync(join(root, 'networks'))) {
    const { bridge } = members(readFileSync(join(root, 'networks', file), 'utf8'));
    execFileSync('ip', ['link', 'delete', text(bridge)]);
  }
  rmSync(runRoot, { recursive: true });
  for (const id of Object.values(ids)) {
    const outcome = join(root, 'containers', id, 'outcome.json');
    const content = readFileSync(outcome, 'utf8');
    writeFileSync(outcome, content.replace(/"boot":"[^"]*"/, '"boot":"another"'));
  }
}

/** Whether a process runs; one that nobody has reaped does not. */
function isThere(pid: number): boolean {
  try {
    return /^State:\s+[^ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // There is no such process any more.
    return false;
  }
}

t.test('it ends when there is nothing to watch over', async (t) => {
  const { pid } = await eventually('an agent runs', agent);
  for (const name of ['web', 'db']) await done(t, 'stop', `container.${name}`);
  await eventually('it has ended', () => agent() === undefined && !isThere(pid));
  t.match(log(), /ends: there is nothing to watch over/);
  t.same(await states(t), { web: 'exited', db: 'exited', job: 'running' });
});

t.test('a policy alone needs none, until its monitor was killed', async (t) => {
  await done(t, 'start', 'container.db');
  t.match(await done(t, 'doctor'), /^ok +agent +not needed/m);
  t.equal(agent(), undefined);
  const { 'watched-db': id = '' } = await engine.containerIds();
  const monitor = monitorOf(id);
  process.kill(monitor, 'SIGKILL');
  await eventually('it is dead', () => !isThere(monitor));
  const said = log().length;
  await done(t, 'ps');
  await eventually('it runs again', async () => (await states(t))['db'] === 'running');
  t.not(monitorOf(id), monitor);
  await eventually('no agent is left', () => agent() === undefined);
  t.match(log().slice(said), /started again, by its policy.*ends: there is nothing/s);
});

t.test('it goes with the last container, and leaves nothing', async (t) => {
  await done(t, 'destroy', '--yes');
  t.equal(agent(), undefined);
  t.notOk(existsSync(runRoot), 'the run root is gone');
  t.same(await leftOnHost(), []);
});

t.test('systemd, played by a script', async (t) => {
  const base = mkdtempSync(join(tmpdir(), 'stowage-systemd-'));
  t.teardown(() => rmSync(base, { recursive: true, force: true }));
  const calls = join(base, 'calls');
  const script = [
    '#!/bin/sh',
    `echo "$*" >>'${calls}'`,
    'case "$*" in',
    '*is-system-running) echo degraded ;;',
    `*start*) '${process.execPath}' '${command}' agent >/dev/null 2>&1 </dev/null & ;;`,
    'esac',
  ];
  writeFileSync(join(base, 'systemctl'), script.join('\n'), { mode: 0o755 });
  const managed = { ...env, PATH: `${base}:${process.env['PATH'] ?? ''}`, XDG_CONFIG_HOME: base };
  const asked = (): readonly string[] =>
    readFileSync(calls, 'utf8')
      .trim()
      .split('\n')
      .filter((call) => !call.endsWith('is-system-running'));

  const offline = await stowage(['agent', 'install', '--user'], {
    env: { ...managed, PATH: process.env['PATH'] },
  });
  t.equal(offline.code, 1, offline.text);
  t.match(offline.stderr, /systemd/);
  const installed = await stowage(['agent', 'install', '--user'], { env: managed });
  t.equal(installed.code, 0, installed.text);
  const [unit = ''] = readdirSync(join(base, 'systemd/user'));
  t.match(unit, /^stowage-agent-[0-9a-f]{12}\.service$/);
  t.same(asked(), ['--user daemon-reload', `--user enable --now ${unit}`]);

  const applied = await stowage(['apply', '--yes'], { env: managed, cwd: stack.directory });
  t.equal(applied.code, 0, applied.text);
  const own = await eventually('an agent runs', agent);
  t.equal(own.manner, 'foreground', 'it is that of the unit');
  t.equal(asked().at(-1), `--user start --no-block ${unit}`);
  const examined = await stowage(['doctor', '--json'], { env: managed });
  t.match(examined.stdout, new RegExp(`process ${own.pid}.*user unit ${unit}`));

  const removed = await stowage(['agent', 'uninstall', '--user'], { env: managed });
  t.equal(removed.code, 0, removed.text);
  t.equal(asked().at(-2), `--user disable --now ${unit}`);
  t.same(readdirSync(join(base, 'systemd/user')), []);
  await done(t, 'destroy', '--yes');
  await eventually('it has ended', () => agent() === undefined && !isThere(own.pid));
});

t.test('an agent that comes when all is gone cleans up after itself', async (t) => {
  await done(t, 'apply', '--yes');
  await done(t, 'destroy', '--yes');
  await eventually('no agent runs', () => agent() === undefined);
  t.same(await leftOnHost(), []);
  t.notOk(existsSync(runRoot));
});
