/*
 * What engines cost, as ratios from one run. Observing 10, 100 and 500 containers on a dockerd of its own, against
 * the calls that it cannot do without, made bare over the same socket. A whole `plan` and `apply` of fifty
 * containers with nothing to do, against those calls, the start of the command, and Compose. Then 1, 10 and 50
 * containers made and removed: on Docker, with the number of calls, on the embedded engine, by Compose on the
 * same dockerd, and by the bare steps that a container on the embedded engine cannot do without. One part by itself:
 * `node .build/bench/engines.js making`.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  newerProgram,
  recordRequests,
  startDockerd,
  startTrial,
  whyNoDockerd,
  type Daemon,
} from '../providers/testing/index.js';
import { BareContainers } from './bare-containers.js';
import { median, print } from './table.js';

const run = promisify(execFile);
const command = resolve('dist/stowage.js');

/** What an observation has to ask at least, one connection kept open: a list, and each container. */
async function floor(socketPath: string): Promise<void> {
  const get = (path: string): Promise<string> =>
    new Promise((done, fail) => {
      const asked = request({ socketPath, path }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () => done(text));
      });
      asked.on('error', fail).end();
    });
  const listed = await get('/containers/json?all=1');
  const ids = [...listed.matchAll(/"Id":"([0-9a-f]{64})"/g)].map(([, id]) => id ?? '');
  await Promise.all(ids.map((id) => get(`/containers/${id}/json`)));
}

async function observing(): Promise<void> {
  const trial = await startTrial();
  try {
    print('observing on Docker', 'ms', 'floor ms', '× floor');
    let made = 0;
    for (const count of [10, 100, 500]) {
      for (; made < count; made += 1) await trial.make(`idle-${made}`);
      const least = await median(() => floor(trial.dockerd.socketPath), 5);
      const whole = await median(() => trial.observe(), 5);
      print(`${count} containers`, whole, least, whole / least);
    }
  } finally {
    await trial.end();
  }
}

/** Files of a stack, and of Compose, with so many containers that sleep. */
class Sleepers {
  readonly directory = mkdtempSync(join(tmpdir(), 'stowage-bench-'));

  async prepare(): Promise<void> {
    mkdirSync(join(this.directory, 'bin'));
    const { stdout } = await run('sh', ['-c', 'command -v busybox']);
    copyFileSync(stdout.trim(), join(this.directory, 'bin', 'busybox'));
  }

  /** The image and the network stay when there are none, so that a build is never timed. */
  writeStack(count: number, network: boolean): void {
    const lines = [
      'stack bench',
      'image base {',
      '  from: "scratch"',
      '  context: "./bin"',
      '  steps: [copy("busybox", "/busybox")]',
      '}',
      `container idle for i in 0..<${count} {`,
      '  image: base',
      '  command: ["/busybox", "sleep", "10000"]',
      ...(network ? [] : ['  networks: []']),
      '  stop_timeout: 0s',
      '}',
      '',
    ];
    writeFileSync(join(this.directory, 'main.stow'), lines.join('\n'));
  }

  /** @returns path of the file */
  writeCompose(count: number, network: boolean): string {
    const path = join(this.directory, 'compose.yaml');
    const lines = [
      'services:',
      '  idle:',
      '    image: bench-base',
      '    command: ["/busybox", "sleep", "10000"]',
      '    stop_grace_period: 0s',
      `    scale: ${count}`,
      ...(network ? [] : ['    network_mode: none']),
    ];
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  }

  /** Gives a daemon an image of the same content, which belongs to nobody. */
  async importBase({ address }: Daemon): Promise<void> {
    const archive = join(this.directory, 'busybox.tar');
    await run('tar', ['-C', join(this.directory, 'bin'), '-cf', archive, 'busybox']);
    await run('docker', ['-H', address, 'import', archive, 'bench-base']);
  }
}

type Run = (...args: readonly string[]) => Promise<unknown>;

const stowageOn =
  ({ directory }: Sleepers, engine: string): Run =>
  (...[verb = 'plan', ...args]) =>
    run(process.execPath, [command, verb, directory, ...args], {
      env: {
        ...process.env,
        STOWAGE_ENGINE: engine,
        STOWAGE_ROOT: join(directory, 'store'),
        STOWAGE_CACHE: join(directory, 'cache'),
        STOWAGE_AGENT: 'off',
      },
    });

async function nothingToDo(sleepers: Sleepers, dockerd: Daemon, compose?: Run): Promise<void> {
  const stowage = stowageOn(sleepers, dockerd.address);
  sleepers.writeStack(50, true);
  await stowage('apply', '--yes', '--parallelism', '8');
  const least = await median(() => floor(dockerd.socketPath));
  const start = await median(() => run(process.execPath, [command, 'version']));
  const node = await median(() => run(process.execPath, ['-e', '0']));
  const show = (what: string, whole: number): void =>
    print(what, whole, whole / least, whole / (least + start));
  print('');
  print('nothing to do for 50 on Docker', 'ms', '× floor', '× floor + start');
  show('one list, the inspections', least);
  show('node -e 0', node);
  show('stowage version', start);
  show('stowage plan', await median(() => stowage('plan', '--detailed-exitcode')));
  show('stowage apply', await median(() => stowage('apply', '--yes')));
  await stowage('destroy', '--yes', '--parallelism', '8');
  if (compose === undefined) return;
  const file = sleepers.writeCompose(50, true);
  await compose('-f', file, 'up', '-d');
  show('compose up -d', await median(() => compose('-f', file, 'up', '-d')));
  await compose('-f', file, 'down', '--timeout', '0');
}

interface Taken {
  readonly up: number;
  readonly down: number;
}

/** Milliseconds of making what is not there, and of removing it, the median of three. */
async function upAndDown(up: () => Promise<unknown>, down: () => Promise<unknown>): Promise<Taken> {
  const [ups, downs]: readonly [number[], number[]] = [[], []];
  for (let time = 0; time < 3; time += 1) {
    const began = performance.now();
    await up();
    const made = performance.now();
    await down();
    ups.push(made - began);
    downs.push(performance.now() - made);
  }
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[1] ?? Number.NaN;
  return { up: middle(ups), down: middle(downs) };
}

async function making(sleepers: Sleepers, dockerd: Daemon, compose?: Run): Promise<void> {
  const recorder = await recordRequests(dockerd.socketPath, join(sleepers.directory, 'calls.sock'));
  const engines = [
    ['Docker', dockerd.address],
    ['embedded', 'embedded'],
  ] as const;
  try {
    for (const network of [false, true]) {
      print('');
      const on = network ? 'on one network' : 'on no network';
      const columns = [
        'up ms',
        '× Compose',
        '× bare',
        'down ms',
        '× Compose',
        '× bare',
        'calls up',
      ];
      print(`containers ${on}`, ...columns);
      for (const count of [1, 10, 50]) {
        const peer = compose && (await byCompose(sleepers, compose, count, network));
        if (peer) print(`${count} by Compose`, peer.up, 1, '', peer.down, 1, '');
        const place = join(sleepers.directory, `bare-${network ? 'on' : 'off'}-${count}`);
        const steps = new BareContainers(place, network);
        const bare = await upAndDown(
          () => steps.up(count),
          () => steps.down(),
        );
        const against = ({ up, down }: Taken, to: Taken | undefined): (number | string)[] =>
          to ? [up / to.up, down / to.down] : ['', ''];
        const [upOfPeer = '', downOfPeer = ''] = against(bare, peer);
        print(`${count} by the bare steps`, bare.up, upOfPeer, 1, bare.down, downOfPeer, 1);
        for (const [name, engine] of engines) {
          const wants = (address: string, wanted: number) => async (): Promise<void> => {
            sleepers.writeStack(wanted, network);
            const allowed = ['--yes', '--allow-deletions', '60', '--parallelism', '8'];
            await stowageOn(sleepers, address)('apply', ...allowed);
          };
          await wants(engine, 0)();
          const { up, down } = await upAndDown(wants(engine, count), wants(engine, 0));
          const [upToPeer = '', downToPeer = ''] = against({ up, down }, peer);
          const row = [up, upToPeer, up / bare.up, down, downToPeer, down / bare.down];
          const before = recorder.requests.length;
          if (name === 'Docker') await wants(recorder.address, count)();
          print(`${count} on ${name}`, ...row, String(recorder.requests.length - before || ''));
          await stowageOn(sleepers, engine)('destroy', '--yes', '--parallelism', '8');
        }
      }
    }
  } finally {
    await recorder.stop();
  }
}

async function byCompose(
  sleepers: Sleepers,
  compose: Run,
  count: number,
  network: boolean,
): Promise<Taken> {
  const file = sleepers.writeCompose(count, network);
  return upAndDown(
    () => compose('-f', file, 'up', '-d'),
    () => compose('-f', file, 'down', '--timeout', '0'),
  );
}

const hindrance = whyNoDockerd();
if (hindrance !== undefined) throw new Error(hindrance);
const [only] = process.argv.slice(2);
const isAsked = (part: string): boolean => only === undefined || only === part;
if (isAsked('observing')) await observing();
const sleepers = new Sleepers();
const dockerd = await startDockerd();
try {
  await sleepers.prepare();
  await sleepers.importBase(dockerd);
  const program = newerProgram('libexec/docker/cli-plugins/docker-compose');
  const compose: Run | undefined =
    program === undefined
      ? undefined
      : (...args) =>
          run(program, ['-p', 'bench', ...args], {
            env: { ...process.env, DOCKER_HOST: dockerd.address },
          });
  if (compose === undefined) print('no Compose: STOWAGE_NEWER_ENGINES names none');
  if (isAsked('nothing')) await nothingToDo(sleepers, dockerd, compose);
  if (isAsked('making')) await making(sleepers, dockerd, compose);
} finally {
  await dockerd.stop();
  rmSync(sleepers.directory, { recursive: true, force: true });
}
