/*
 * What must hold on every engine, each scenario one stated obligation. The engine is real, and the
 * command is the built one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { operatorVerbs } from './operator-scenario.js';
import { elements, members, text } from './json.js';
import { copyExample, freePorts, stowage, type ExampleCopy, type Finished } from './stowage.js';

/** One example on one engine, with the arguments and checks that every scenario repeats. */
export class Stand {
  readonly t: Test;
  readonly engine: EngineUnderTest;
  readonly copy: ExampleCopy;
  readonly parameters: readonly string[];

  constructor(t: Test, engine: EngineUnderTest, copy: ExampleCopy, parameters: readonly string[]) {
    this.t = t;
    this.engine = engine;
    this.copy = copy;
    this.parameters = parameters;
  }

  run(command: string, ...args: readonly string[]): Promise<Finished> {
    const words = [command, this.copy.directory, ...this.parameters, ...args];
    return stowage(words, { env: this.engine.env });
  }

  async apply(...args: readonly string[]): Promise<Finished> {
    const applied = await this.run('apply', '--yes', ...args);
    this.t.equal(applied.code, 0, `apply succeeds\n${applied.text}`);
    return applied;
  }

  async planIsEmpty(): Promise<void> {
    const plan = await this.run('plan', '--detailed-exitcode');
    this.t.equal(plan.code, 0, `the plan is empty\n${plan.text}`);
    this.t.match(plan.stdout, /^No differences\./m);
  }

  async noDrift(): Promise<void> {
    const drift = await this.run('drift');
    this.t.equal(drift.code, 0, `nothing has drifted\n${drift.text}`);
  }

  /** Drift must name exactly this. */
  async driftIs(expected: readonly string[]): Promise<void> {
    const drift = await this.run('drift', '--json');
    this.t.equal(drift.code, 2, `drift is found\n${drift.text}`);
    this.t.same(driftLines(drift.stdout), expected);
  }

  async destroy(volumes: readonly string[]): Promise<void> {
    const allowed = volumes.flatMap((volume) => ['--allow-destroy', `volume.${volume}`]);
    const destroyed = await this.run('destroy', '--yes', ...allowed);
    this.t.equal(destroyed.code, 0, `destroy succeeds\n${destroyed.text}`);
  }
}

/** `container.web changed memory`, one a line, from `drift --json`. */
function driftLines(json: string): readonly string[] {
  return elements(members(json)['drift']).map(({ address, what, changes }) =>
    [address, what, ...elements(changes).map(({ path }) => path)].map(text).join(' '),
  );
}

/** An example, without the limits that an engine cannot keep. */
function exampleFor(engine: EngineUnderTest, example: string): ExampleCopy {
  const copy = copyExample(example, `${example}_${engine.name}`);
  if (engine.hasLimits !== false) return copy;
  const path = join(copy.directory, 'main.stow');
  const kept = readFileSync(path, 'utf8').replace(/^ +(?:memory|cpus|pids): .*\n/gm, '');
  writeFileSync(path, kept);
  return copy;
}

export async function standHello(
  t: Test,
  engine: EngineUnderTest,
): Promise<Stand & { url: string }> {
  const port = await freePorts(1);
  const copy = exampleFor(engine, 'hello');
  const stand = new Stand(t, engine, copy, ['--param', `port=${port}`]);
  return Object.assign(stand, { url: `http://127.0.0.1:${port}/` });
}

export async function standShop(
  t: Test,
  engine: EngineUnderTest,
): Promise<Stand & { url: string }> {
  const port = await freePorts(4);
  const copy = exampleFor(engine, 'shop');
  const stand = new Stand(t, engine, copy, ['--param', `first_port=${port}`]);
  return Object.assign(stand, { url: `http://127.0.0.1:${port}/cgi-bin/shop` });
}

/** Apply, empty plan, drift by hand, repair, destroy: the whole road for the hello example. */
export async function helloScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const leftOnHost = engine.watchHost();
  const stand = await standHello(t, engine);
  const prefix = `hello_${engine.name}`;
  try {
    const before = await stand.run('plan', '--detailed-exitcode');
    t.equal(before.code, 2, `a new stack is a difference\n${before.text}`);
    t.same(await engine.holdings(), holdingsBefore, 'plan made nothing');
    await stand.apply();
    t.match(await engine.fetch(stand.url), /Hello from Stowage/, 'the page is served');
    await stand.planIsEmpty();
    await stand.noDrift();
    await eventually(async () => {
      const page = await engine.readVolumeFile(`${prefix}-visits`, 'last.html');
      return page.includes('Hello from Stowage');
    }, 'the client found the server by name and wrote to the volume');

    await operatorVerbs(t, engine, prefix);

    await limitByHand(stand, prefix);

    const refused = await stand.run('destroy', '--yes');
    t.equal(refused.code, 1, 'a volume is not destroyed by --yes');
    t.match(refused.stderr, /--allow-destroy 'volume\.visits'/);
    await stand.planIsEmpty();
    await stand.destroy(['visits']);
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
    t.same(await leftOnHost(), [], 'destroy leaves nothing on the host');
    const again = await stand.run('destroy', '--yes');
    t.equal(again.code, 0, 'destroy may be repeated');
  } finally {
    stand.copy.remove();
  }
}

/** A limit that was changed by hand is seen, told from a change of the files, and repaired in place. */
async function limitByHand(stand: Stand, prefix: string): Promise<void> {
  const { t, engine } = stand;
  if (!engine.setMemory) {
    t.comment(`${engine.name} keeps no limit that is changed by hand`);
    return;
  }
  await engine.setMemory(`${prefix}-web`, 48 * 1024 * 1024);
  await stand.driftIs(['container.web changed memory']);
  const named = await stowage(['drift', '--stack', prefix], { env: engine.env });
  t.equal(named.code, 2, `drift of a stack by its name, without its files\n${named.text}`);
  t.match(named.stdout, /memory: 32MiB -> 48MiB/);
  const drifted = await stand.run('plan', '--detailed-exitcode');
  t.equal(drifted.code, 2, drifted.text);
  t.match(drifted.stdout, /memory: 48MiB -> 32MiB +\(changed by hand/, 'plan says whose it is');
  const ids = await engine.containerIds();
  await stand.apply();
  t.same(await engine.containerIds(), ids, 'a limit is repaired in place');
  await stand.planIsEmpty();
  await stand.noDrift();
}

/** Two networks, replicas, health checks, a job, and a protected volume. */
export async function shopScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const leftOnHost = engine.watchHost();
  const stand = await standShop(t, engine);
  const prefix = `shop_${engine.name}`;
  try {
    await stand.apply();
    const page = await engine.fetch(stand.url);
    t.match(page, /<li>apples<\/li>/, 'the job put the items in');
    t.match(page, /Served by web 0/);
    const logs = await stowage(['logs', `${prefix}-seed`], { env: engine.env });
    t.match(logs.stdout, /^apples\npears\nplums\n$/, `the job's output is kept\n${logs.text}`);
    const tail = await stowage(['logs', '--tail', '1', `${prefix}-seed`], { env: engine.env });
    t.equal(tail.stdout, 'plums\n');
    await stand.planIsEmpty();
    await stand.noDrift();

    await engine.stop(`${prefix}-web-1`);
    await stand.driftIs(['container.web[1] stopped']);
    const stopped = await stand.run('plan');
    t.match(stopped.stdout, /start container\.web\[1\]/);
    await stand.apply();
    await stand.planIsEmpty();

    await engine.disconnect(`${prefix}-web-0`, `${prefix}-back`);
    await stand.driftIs([`container.web[0] changed networks.${prefix}-back`]);
    const ids = await engine.containerIds();
    await stand.apply();
    t.same(await engine.containerIds(), ids, 'a network is connected again in place');
    t.match(await engine.fetch(stand.url), /<li>pears<\/li>/, 'and resolves names again');
    await stand.planIsEmpty();

    await engine.remove(`${prefix}-web-1`);
    await stand.driftIs(['container.web[1] removed']);
    await stand.apply();
    await stand.planIsEmpty();

    const more = await stand.run('plan', '--param', 'replicas=3', '--detailed-exitcode');
    t.equal(more.code, 2);
    t.match(more.stdout, /create container\.web\[2\]/);
    t.match(more.stdout, /1 to create; /, 'one more replica, nothing else');
    const fewer = await stand.run('apply', '--yes', '--param', 'replicas=1');
    t.equal(fewer.code, 0, fewer.text);
    t.match(fewer.stdout, /- delete container\.web\[1\]/, 'an orphan is removed');

    await stand.destroy([]);
    const left = (await engine.holdings()).filter((holding) => !holdingsBefore.includes(holding));
    t.same(left, [`volume ${prefix}-items`], 'only the protected volume is left');
    t.match(await engine.readVolumeFile(`${prefix}-items`, 'items'), /plums/, 'with its data');
    await engine.removeVolume(`${prefix}-items`);
    t.same(await leftOnHost(), [], 'destroy leaves nothing on the host');
  } finally {
    stand.copy.remove();
  }
}

/** One changed file: one layer, only the containers on that image, and the plan names the file. */
export async function changedFileScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const stand = await standHello(t, engine);
  const prefix = `hello_${engine.name}`;
  try {
    await stand.apply();
    const before = await engine.containerIds();
    stand.copy.edit('page/index.html', 'Hello from Stowage</h1>', 'Changed</h1>');
    const plan = await stand.run('plan');
    t.match(plan.stdout, /build image\.page/);
    t.match(plan.stdout, /because index\.html changed/, `the plan names the file\n${plan.text}`);
    t.match(
      plan.stdout,
      /because image\.page is built because index\.html changed/,
      'and passes the cause on to the container',
    );
    t.match(plan.stdout, /replace container\.web/);
    t.notMatch(plan.stdout, /image\.base|container\.client/, 'nothing else is touched');
    const applied = await stand.apply();
    t.match(applied.stderr, /image\.page: /, 'progress of the build is shown');
    const after = await engine.containerIds();
    t.not(after[`${prefix}-web`], before[`${prefix}-web`], 'the server was replaced');
    t.equal(after[`${prefix}-client`], before[`${prefix}-client`], 'the client was not');
    t.match(await engine.fetch(stand.url), /<h1>Changed<\/h1>/);
    await stand.planIsEmpty();
    await stand.destroy(['visits']);
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
  } finally {
    stand.copy.remove();
  }
}

/** A successor that does not become healthy gives way to its predecessor. */
export async function rollbackScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const stand = await standHello(t, engine);
  const prefix = `hello_${engine.name}`;
  try {
    await stand.apply();
    const before = await engine.containerIds();
    stand.copy.edit('main.stow', '"-h", "/www"]', '"-h", "/nowhere"]');
    const failed = await stand.run('apply', '--yes');
    t.equal(failed.code, 4, `a rollback has an exit code of its own\n${failed.text}`);
    t.match(failed.stderr, /container\.web: its predecessor is back/);
    t.match(failed.stderr, /^ {2}\| httpd: .*nowhere/m, 'with the last lines of its successor');
    t.equal((await engine.containerIds())[`${prefix}-web`], before[`${prefix}-web`]);
    t.match(await engine.fetch(stand.url), /Hello from Stowage/, 'the old page is served');
    stand.copy.edit('main.stow', '"-h", "/nowhere"]', '"-h", "/www"]');
    await stand.apply();
    await stand.planIsEmpty();
    await stand.destroy(['visits']);
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
  } finally {
    stand.copy.remove();
  }
}

/** SIGKILL at ten random moments of an apply; the next apply converges every time. */
export async function killScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const leftOnHost = engine.watchHost();
  const stand = await standHello(t, engine);
  const arguments_ = ['apply', stand.copy.directory, ...stand.parameters, '--yes'];
  const started = Date.now();
  try {
    await stand.apply();
    const longest = Math.min(Date.now() - started, 8_000);
    await stand.destroy(['visits']);
    for (let round = 0; round < 10; round++) {
      // Every third round starts from nothing, the others replace what is there.
      if (round % 3 === 0 && round > 0) await stand.destroy(['visits']);
      stand.copy.edit('page/index.html', '</body>', `<!-- ${round} --></body>`);
      const killAfter = 100 + Math.floor(Math.random() * longest);
      const killed = await stowage(arguments_, { env: engine.env, killAfter });
      t.comment(`killed after ${killAfter} ms: ${killed.signal ?? killed.code ?? ''}`);
      const applied = await stand.run('apply', '--yes');
      t.equal(
        applied.code,
        0,
        `apply goes on, killed after ${killAfter} ms\n${killed.text}${applied.text}`,
      );
      await stand.planIsEmpty();
      t.match(await engine.fetch(stand.url), new RegExp(`<!-- ${round} -->`));
    }
    await stand.destroy(['visits']);
    t.same(await engine.holdings(), holdingsBefore, 'nothing is left over on the engine');
    t.same(await leftOnHost(), [], 'nor on the host');
  } finally {
    stand.copy.remove();
  }
}

/** Awaits a condition that something else brings about; fails after half a minute. */
async function eventually(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const last = await holds().catch((error: unknown) => error);
    if (last === true) return;
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within 30 s (${last instanceof Error ? last.message : 'no'})`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}
