/* The verbs of daily life, alike on every engine. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';
import { commitVerb } from './commit-scenario.js';
import { copyVerb } from './copy-scenario.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements, text } from './json.js';
import { storeVerbs } from './store-scenario.js';
import { stowage, type Finished } from './stowage.js';

/** The daily verbs, on a container by its address and by its name. */
export async function operatorVerbs(
  t: Test,
  engine: EngineUnderTest,
  prefix: string,
): Promise<void> {
  const { env } = engine;
  const listed = elements((await stowage(['ps', '--json'], { env })).stdout);
  const web = listed.find(({ name }) => name === `${prefix}-web`);
  t.match(web, { state: 'running', health: 'healthy', address: 'container.web', stack: prefix });
  const script = 'echo out; echo err >&2; cat; exit 7';
  const ran = await stowage(['exec', '-i', 'container.web', 'sh', '-c', script], {
    env,
    input: 'typed',
  });
  t.equal(ran.code, 7, `exec gives the command's exit code\n${ran.text}`);
  t.equal(ran.stdout, 'out\ntyped');
  t.equal(ran.stderr, 'err\n');
  const killed = await stowage(['kill', `${prefix}-client`], { env });
  t.equal(killed.code, 0, killed.text);
  const started = await stowage(['start', `${prefix}-client`], { env });
  t.equal(started.code, 0, started.text);
  const stopped = await stowage(['stop', '--time', '1s', `${prefix}-client`], { env });
  t.equal(stopped.code, 0, stopped.text);
  t.equal((await stowage(['start', `${prefix}-client`], { env })).code, 0);
  await lookingVerbs(t, engine, prefix);
  await copyVerb(t, engine);
  await commitVerb(t, engine, 'container.client');
  await storeVerbs(t, engine, prefix);
  await readingVerbs(t, engine, prefix);
  const none = await stowage(['logs', 'no-such-container'], { env });
  t.equal(none.code, 1);
  t.match(none.stderr, /no-such-container/);
  t.notMatch(none.stderr, /bug in Stowage/);
}

/** What containers are, some of them, and a part of what they wrote. */
async function readingVerbs(t: Test, engine: EngineUnderTest, prefix: string): Promise<void> {
  const { env } = engine;
  const run = (...args: readonly string[]): Promise<Finished> => stowage(args, { env });
  const names = async (...filters: readonly string[]): Promise<string> => {
    const listed = await run('ps', '-a', '--names', ...filters.flatMap((one) => ['--filter', one]));
    t.equal(listed.code, 0, listed.text);
    return listed.stdout;
  };
  t.equal(await names('address=container.web', 'state=running'), `${prefix}-web\n`);
  t.equal(await names('health=healthy', 'name=client'), '');
  t.equal((await run('ps', '--filter', 'colour=red')).code, 64);

  const limited = engine.hasLimits !== false;
  const memory = 32 * 1024 * 1024;
  const inspected = await run('inspect', '--json', `${prefix}-web`, `${prefix}-visits`);
  t.equal(inspected.code, 0, inspected.text);
  const [web, visits] = elements(inspected.stdout);
  t.match(web, {
    kind: 'container',
    stack: prefix,
    status: { state: 'running', health: 'healthy' },
    spec: {
      name: `${prefix}-web`,
      read_only: true,
      stop_timeout: 1000,
      ...(limited && { memory }),
    },
    beyond: [],
  });
  t.notMatch(inspected.stdout, /"command"/, 'what the image says is left out');
  t.match(visits, { kind: 'volume', spec: { name: `${prefix}-visits` } });
  t.match(
    (await run('inspect', `${prefix}-web`)).stdout,
    limited ? /^kind: container\n[\s\S]*memory: 33554432/ : /^kind: container\n/,
  );
  const nobody = await run('inspect', 'nobody');
  t.equal(nobody.code, 1);
  t.match(nobody.stderr, /nothing called nobody/);

  const rights = async (...options: readonly string[]): Promise<Finished> =>
    run('exec', ...options, `${prefix}-client`, 'grep', 'CapEff', '/proc/self/status');
  const every = await rights('--privileged');
  // A daemon gives all that Linux has, which a host may not have itself.
  if (!/unable to apply caps: operation not permitted/.test(every.text)) {
    t.equal(every.code, 0, every.text);
    t.not(every.stdout, (await rights()).stdout, 'it has more capabilities');
  }
  const marks = 'for i in one two three; do echo mark-$i > /proc/1/fd/1; sleep 2.2; done';
  const marked = await run('exec', `${prefix}-client`, 'sh', '-c', marks);
  t.equal(marked.code, 0, marked.text);
  const lines = async (...args: readonly string[]): Promise<readonly string[]> =>
    (await run('logs', ...args, `${prefix}-client`)).stdout
      .split('\n')
      .filter((line) => line.includes('mark-'));
  const all = await lines('-t');
  t.same(
    all.map((line) => line.replace(/^\S+ /, '')),
    ['mark-one', 'mark-two', 'mark-three'],
  );
  const [, second = ''] = all.map((line) => line.replace(/ .*$/, ''));
  // Podman tells whole seconds, rounded down.
  const middle = new Date(Date.parse(second) - 100).toISOString();
  t.same(await lines('--until', middle), ['mark-one']);
  t.same(await lines('--since', middle), ['mark-two', 'mark-three']);
  t.same(await lines('--until', '1h'), []);
  t.equal((await run('logs', '--until', 'noon', `${prefix}-client`)).code, 64);
}

/** What a container uses, where anybody counts it. */
async function statsVerb(t: Test, engine: EngineUnderTest, prefix: string): Promise<void> {
  const run = (...args: readonly string[]): Promise<Finished> => stowage(args, { env: engine.env });
  const stats = await run('stats', '--no-stream', '--json', 'container.web', '--interval', '200ms');
  if (engine.hasLimits === false) {
    t.equal(stats.code, 1, 'what nobody counts is not told');
    t.match(stats.stderr, /cannot be measured: it has no control group/);
    return;
  }
  t.equal(stats.code, 0, stats.text);
  const [usage] = elements(stats.stdout);
  t.match(usage, { name: `${prefix}-web`, memoryLimit: 32 * 1024 * 1024 });
  for (const counter of ['cpuTime', 'memory', 'processes', 'networkReceived', 'networkSent']) {
    t.ok(Number(usage?.[counter]) > 0, `${counter} is counted: ${stats.stdout}`);
  }
  t.match((await run('stats', '--no-stream')).stdout, /^NAME +CPU +MEMORY/);
}

/** What runs in a container, what it uses, and its end and beginning. */
async function lookingVerbs(t: Test, engine: EngineUnderTest, prefix: string): Promise<void> {
  const { env } = engine;
  const run = (...args: readonly string[]): Promise<Finished> => stowage(args, { env });
  const state = async (name: string): Promise<unknown> =>
    elements((await run('ps', '--json')).stdout).find((one) => one['name'] === name)?.['state'];

  const top = await run('top', '--json', `${prefix}-web`);
  t.equal(top.code, 0, top.text);
  const httpd = elements(top.stdout).find(({ command }) => text(command).startsWith('httpd'));
  t.match(httpd, { user: /^(?:root|0)$/, command: 'httpd -f -p 80 -h /www' });
  t.match((await run('top', 'container.web')).stdout, /^PID +PPID +USER +TIME +ELAPSED +COMMAND\n/);

  await statsVerb(t, engine, prefix);
  const unknown = await run('stats', '--no-stream', 'nobody');
  t.equal(unknown.code, 1);
  t.match(unknown.stderr, /there is no container nobody/);

  const client = `${prefix}-client`;
  const watch = watchEvents(env);
  // It says nothing of itself, so what it is to see is done until it does.
  const canPause = engine.hasLimits !== false;
  while (!(await watch.seen(canPause ? 'pause' : 'start'))) {
    for (const verb of canPause ? ['pause', 'unpause'] : ['restart']) {
      t.equal((await run(verb, client)).code, 0);
    }
  }
  const paused = await run('pause', client);
  if (canPause) {
    t.equal(paused.code, 0);
    t.equal(await state(client), 'paused');
    t.equal((await run('pause', client)).code, 0, 'it may be repeated');
    t.equal((await run('unpause', client)).code, 0);
  } else {
    t.equal(paused.code, 1, 'what cannot be frozen is not said to be');
    t.match(paused.stderr, /cannot be paused: it has no control group/);
  }
  t.equal(await state(client), 'running');

  const before = elements((await run('top', '--json', client)).stdout).map(({ pid }) => pid);
  const restarted = await run('restart', '--time', '1s', client);
  t.equal(restarted.code, 0, restarted.text);
  const after = elements((await run('top', '--json', client)).stdout).map(({ pid }) => pid);
  t.equal(after.filter((pid) => before.includes(pid)).length, 0, 'all of its processes are others');

  const waiting = run('wait', client);
  t.equal((await run('kill', client)).code, 0);
  t.equal((await waiting).stdout, '137\n');
  t.same(elements((await run('top', '--json', client)).stdout), [], 'nothing runs in it');
  t.same(elements((await run('stats', '--no-stream', '--json', client)).stdout), []);
  t.equal((await run('start', client)).code, 0);
  const events = await watch.end('start');
  const { stack, address } = { stack: prefix, address: 'container.client' };
  t.ok(events.every(({ kind }) => kind === 'container'));
  const own = events.filter(({ name }) => name === client);
  t.same(new Set(own.map((event) => event['stack'])), new Set([stack]));
  t.match(
    own.find(({ action }) => action === (canPause ? 'pause' : 'start')),
    { kind: 'container', address },
  );
  const runs = own.filter(({ action }) => action === 'end' || action === 'start');
  t.match(runs.at(-2), { action: 'end', exitCode: 137 });
  t.match(runs.at(-1), { action: 'start', time: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ });
}

interface Watch {
  /** Whether there was such an event within a moment. */
  seen(action: string): Promise<boolean>;
  /** Waits for one more such event, interrupts the command, and gives all that it printed. */
  end(action: string): Promise<ReturnType<typeof elements>>;
}

function watchEvents(env: EngineUnderTest['env']): Watch {
  let child: ChildProcess | undefined;
  let printed = '';
  const finished = stowage(['events', '--json'], {
    env,
    onStart: (started) => {
      child = started;
      started.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
    },
  });
  const lines = (): ReturnType<typeof elements> =>
    elements(
      `[${printed
        .slice(0, printed.lastIndexOf('\n') + 1)
        .trim()
        .split('\n')
        .join(',')}]`,
    );
  return {
    seen: async (action) => {
      await delay(500);
      return lines().some((event) => event['action'] === action);
    },
    end: async (action) => {
      const deadline = Date.now() + 20_000;
      while (lines().at(-1)?.['action'] !== action && Date.now() < deadline) await delay(50);
      child?.kill('SIGINT');
      await finished;
      return lines();
    },
  };
}
