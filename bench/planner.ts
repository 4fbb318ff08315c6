/*
 * How the cost of planning grows with the stack, in CPU time for each resource: made anew, unchanged,
 * replaced, removed; and that of walking the graph, with steps that do nothing. Then a whole `plan` of
 * fifty containers that finds nothing, on a dockerd of its own, against the floor, which is the list and
 * the inspections that it cannot do without over the same socket; and against Compose, where that is
 * installed, with the same fifty and nothing to do.
 */
import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { promisify } from 'node:util';
import { EngineError, type Observation, type Plan } from '../model/index.js';
import { executePlan, planApply, type PlanInput } from '../planner/index.js';
import {
  container,
  image,
  network,
  newHost,
  noStatements,
  resolve,
  shop,
  volume,
  type Written,
} from '../planner/testing/index.js';
import { startDockerd, whyNoDockerd } from '../providers/testing/index.js';

const run = promisify(execFile);
const print = (...cells: readonly (string | number)[]): void => {
  const texts = cells.map((cell, index) =>
    index === 0
      ? String(cell).padEnd(34)
      : (typeof cell === 'number' ? cell.toFixed(2) : cell).padStart(14),
  );
  process.stdout.write(`${texts.join('')}\n`);
};

/** Families of five resources, each waiting for the one before it. */
function stack(count: number, age: string): readonly Written[] {
  return Array.from({ length: count / 5 }, (_, index): readonly Written[] => {
    const before = index === 0 ? [] : [[`container.b${index - 1}`, 'started'] as const];
    const networks = { [`shop-n${index}`]: {} };
    return [
      image(`i${index}`, {}, { 'app.js': age }),
      network(`n${index}`),
      volume(`v${index}`),
      container(
        `a${index}`,
        {
          image: `shop/i${index}`,
          networks,
          mounts: [{ type: 'volume', source: `shop-v${index}`, target: '/data' }],
          ports: [{ host: 1000 + index, container: 80 }],
        },
        { after: before },
      ),
      container(
        `b${index}`,
        { networks, env: { AGE: age } },
        { after: [[`container.a${index}`, 'started']] },
      ),
    ];
  }).flat();
}

/** The least milliseconds of CPU of several runs: what the work costs when nothing disturbs it. */
function least(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** Milliseconds of CPU to walk a graph of which every step is done as soon as it is begun. */
async function walk(plan: Plan): Promise<number> {
  const started = process.cpuUsage();
  const { done } = await executePlan(
    plan,
    { run: async () => ({ warnings: [] }) },
    {
      concurrency: 4,
      signal: new AbortController().signal,
      isEngineError: (error) => error instanceof EngineError,
      report: () => undefined,
    },
  );
  const { user, system } = process.cpuUsage(started);
  if (done.length < plan.steps.length) throw new Error('not every step was done');
  return (user + system) / 1000;
}

async function growth(): Promise<void> {
  print(
    'resources',
    'create ms',
    'no-op ms',
    'replace ms',
    'delete ms',
    'no-op µs each',
    'steps',
    'walk ms',
    'walk µs each',
  );
  for (const count of [100, 1000, 10_000]) {
    const host = newHost();
    const [written, later] = [resolve(stack(count, '1')), resolve(stack(count, '2'))];
    const nothing = await host.observe();
    await host.carryOut(await host.plan(stack(count, '1')));
    const everything = await host.observe();
    const input = (desired: PlanInput['desired'], observation: Observation): PlanInput => ({
      stack: shop,
      statements: noStatements,
      fingerprint: (_stack, text) => text,
      allowedDeletions: count * 2,
      desired,
      outputs: [],
      observation,
      verdict: (kind, change) => host.engine.verdict(kind, change),
    });
    const made = (desired: PlanInput['desired'], observation: Observation): Plan => {
      const { value } = planApply(input(desired, observation));
      if (!value) throw new Error('there is no plan');
      return value;
    };
    const plan = (desired: PlanInput['desired'], observation: Observation): number =>
      least(() => made(desired, observation));
    const unchanged = plan(written, everything);
    const replacing = made(later, everything);
    const walked = await walk(replacing);
    print(
      count,
      plan(written, nothing),
      unchanged,
      plan(later, everything),
      plan([], everything),
      (unchanged * 1000) / count,
      String(replacing.steps.length),
      walked,
      (walked * 1000) / replacing.steps.length,
    );
  }
}

const containers = 50;

/** What a plan has to ask at least, one connection kept open: a list, and each container. */
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

const fifty = [
  'stack bench',
  'image base {',
  '  from: "scratch"',
  '  context: "./bin"',
  '  steps: [copy("busybox", "/busybox")]',
  '}',
  `container idle for i in 0..<${containers} {`,
  '  image: base',
  '  command: ["/busybox", "sleep", "10000"]',
  '  stop_timeout: 0s',
  '}',
  '',
].join('\n');

/** Milliseconds that something takes, the median of several times. */
async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < 9; time++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[4] ?? Number.NaN;
}

/** The same fifty for Compose. */
function composeFile(directory: string): string {
  const path = join(directory, 'compose.yaml');
  const lines = [
    'services:',
    '  idle:',
    '    image: bench-base',
    '    command: ["/busybox", "sleep", "10000"]',
    '    stop_grace_period: 0s',
    `    scale: ${containers}`,
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function onDocker(): Promise<void> {
  const hindrance = whyNoDockerd();
  if (hindrance !== undefined) {
    print(`no plan on Docker: ${hindrance}`);
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'stowage-bench-'));
  const dockerd = await startDockerd();
  const command = resolvePath('dist/stowage.js');
  const env = { ...process.env, STOWAGE_ENGINE: dockerd.address, DOCKER_HOST: dockerd.address };
  const stowage = (...args: readonly string[]) =>
    run(process.execPath, [command, ...args], { env });
  try {
    mkdirSync(join(directory, 'bin'));
    const { stdout } = await run('sh', ['-c', 'command -v busybox']);
    copyFileSync(stdout.trim(), join(directory, 'bin', 'busybox'));
    writeFileSync(join(directory, 'main.stow'), fifty);
    await stowage('apply', directory, '--yes', '--parallelism', '8');
    const least = await median(() => floor(dockerd.socketPath));
    const start = await median(() => stowage('version'));
    const show = (what: string, whole: number): void =>
      print(what, whole, whole / least, whole / (least + start));
    print(`nothing to do for ${containers} on Docker`, 'ms', '× floor', '× floor + start');
    show('one list, the inspections', least);
    show('stowage version', start);
    show('stowage plan', await median(() => stowage('plan', directory, '--detailed-exitcode')));
    show('stowage apply', await median(() => stowage('apply', directory, '--yes')));
    await stowage('destroy', directory, '--yes', '--parallelism', '8');
    await timeCompose(directory, env, show);
  } finally {
    await dockerd.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Times each Compose that is installed, on the image that the stack has left behind. */
async function timeCompose(
  directory: string,
  env: NodeJS.ProcessEnv,
  show: (what: string, whole: number) => void,
): Promise<void> {
  const installed = [['docker-compose'], ['docker', 'compose']].filter(
    ([program = '', ...args]) => spawnSync(program, [...args, 'version']).status === 0,
  );
  if (installed.length === 0) print('Compose is not installed; it is not compared');
  await importBusybox(directory, env);
  for (const [program = '', ...first] of installed) {
    const compose = (...args: readonly string[]) =>
      run(program, [...first, '-p', 'bench', '-f', composeFile(directory), ...args], { env });
    const { stdout } = await run(program, [...first, 'version', '--short']);
    const name = `${[program, ...first].join(' ')} ${stdout.trim()}`;
    await compose('up', '-d');
    show(`${name} up -d`, await median(() => compose('up', '-d')));
    const dry = ['--dry-run', 'up', '-d'];
    const isKnown = await compose(...dry).then(
      () => true,
      () => false,
    );
    if (isKnown) show(`${name} --dry-run up -d`, await median(() => compose(...dry)));
    else print(`${name} has no --dry-run`);
    await compose('down', '--timeout', '0');
  }
}

/** Gives the daemon an image of the same content, which belongs to nobody. */
async function importBusybox(directory: string, env: NodeJS.ProcessEnv): Promise<void> {
  const archive = join(directory, 'busybox.tar');
  await run('tar', ['-C', join(directory, 'bin'), '-cf', archive, 'busybox']);
  await run('docker', ['import', archive, 'bench-base'], { env });
}

await growth();
print('');
await onDocker();
