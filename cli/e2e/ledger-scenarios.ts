/* What the engine keeps of a stack, and what can be done with that alone, on every engine. */
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements, members, text } from './json.js';
import { standHello } from './scenarios.js';
import { stowage, writeStack } from './stowage.js';

/** Two applies are two generations, which need no files to be read. */
export async function historyScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const { env } = engine;
  const stand = await standHello(t, engine);
  const name = `hello_${engine.name}`;
  try {
    await stand.apply();
    stand.copy.edit('main.stow', 'memory: 32MiB', 'memory: 48MiB');
    await stand.apply();
    const history = await stowage(['history', stand.copy.directory, '--json'], { env });
    t.equal(history.code, 0, history.text);
    t.match(elements(members(history.stdout)['generations']), [
      { generation: 2, plan_digest: /^[0-9a-f]{64}$/, resources: { image: 2, container: 2 } },
      { generation: 1 },
    ]);
    const shown = await stowage(['show', '1', '--stack', name], { env });
    t.match(shown.stdout, /container\.web[^]*memory: 32MiB/, `as it was applied\n${shown.text}`);
    const gone = await stowage(['show', '7', '--stack', name], { env });
    t.equal(gone.code, 1);
    t.match(gone.stderr, /It keeps 2, 1\./);
    stand.copy.remove();
    await withoutFiles(t, engine, name);
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
  } finally {
    stand.copy.remove();
  }
}

/** The files are gone: the host still says what drifted and what nobody owns, and all of it can go. */
async function withoutFiles(t: Test, engine: EngineUnderTest, name: string): Promise<void> {
  const { env } = engine;
  const clean = await stowage(['drift', '--all-stacks', '--json'], { env });
  t.equal(clean.code, 0, clean.text);
  t.match(elements(members(clean.stdout)['stacks']), [{ stack: { name }, drift: [] }]);
  if (engine.setMemory) {
    await engine.setMemory(`${name}-web`, 64 * 1024 * 1024);
    const host = await stowage(['drift', '--host'], { env });
    t.equal(host.code, 2, host.text);
    t.match(host.stdout, /memory: 48MiB -> 64MiB[^]*owned by no stack:\n  nothing/);
  }
  const refused = await stowage(['destroy', '--stack', name, '--yes'], { env });
  t.equal(refused.code, 1, 'a volume is not destroyed by --yes');
  const unknown = await stowage(['destroy', '--stack', 'nobody', '--yes'], { env });
  t.match(unknown.stderr, new RegExp(`no record of a stack nobody[^]*${name} [0-9a-f-]{36}:`));
  const all = ['destroy', '--stack', name, '--yes', '--allow-destroy', 'volume.visits'];
  const destroyed = await stowage(all, { env });
  t.equal(destroyed.code, 0, destroyed.text);
}

/** A lock names its holder, goes with it, and is taken from a living one only with a word. */
export async function lockScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const { env } = engine;
  const name = `locked_${engine.name}`;
  const copy = writeStack(
    `stack ${name}\nimage tool {\n  from: "scratch"\n  context: "/bin"\n  steps: [copy("busybox", "/bin/busybox"), run(["/bin/busybox", "sleep", "15"])]\n}\n`,
  );
  const locks = async () => {
    const listed = await stowage(['unlock', '--json'], { env });
    t.equal(listed.code, 0, listed.text);
    return elements(members(listed.stdout)['locks']);
  };
  try {
    t.equal((await stowage(['check', copy.directory], { env })).code, 0);
    const holder = stowage(['apply', copy.directory, '--yes'], { env });
    const lock = await holding(locks);
    t.match(lock, { stack: name, holder: 'alive', owner: /@/ });
    const id = text(lock['id']);
    const refused = await stowage(['apply', copy.directory, '--yes'], { env });
    t.equal(refused.code, 1);
    t.match(
      refused.stderr,
      new RegExp(`is locked by .+@.+ \\(process \\d+.* since .*; lock ${id}`),
    );
    t.match(refused.stderr, new RegExp(`stowage unlock ${id}`));
    const alive = await stowage(['unlock', id], { env });
    t.equal(alive.code, 1, `its holder is alive\n${alive.text}`);
    t.match(alive.stderr, /which is alive on this host/);
    const other = await stowage(['unlock', '0123456789ab', '--yes'], { env });
    t.match(other.stderr, new RegExp(`no lock 0123456789ab is held[^]*${id}: stack`));
    const freed = await stowage(['unlock', id, '--yes'], { env });
    t.equal(freed.code, 0, freed.text);
    t.same(await locks(), []);
    t.not((await holder).code, 0, 'the holder did not finish');
    const gone = await stowage(['unlock', id, '--yes'], { env });
    t.match(gone.stderr, /No stack is locked here/);
    copy.edit('main.stow', '"sleep", "15"', '"true"');
    const applied = await stowage(['apply', copy.directory, '--yes'], { env });
    t.equal(applied.code, 0, applied.text);
    const destroyed = await stowage(['destroy', copy.directory, '--yes'], { env });
    t.equal(destroyed.code, 0, destroyed.text);
    t.same(await engine.holdings(), holdingsBefore, 'nothing is left over');
  } finally {
    copy.remove();
  }
}

/** The first lock that is held, awaited. */
async function holding(
  locks: () => Promise<readonly Readonly<Record<string, unknown>>[]>,
): Promise<Readonly<Record<string, unknown>>> {
  for (;;) {
    const [lock] = await locks();
    if (lock) return lock;
  }
}

/** Back to the generation before, forward again, and a generation that cannot be had any more. */
export async function returnScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  t.setTimeout(120_000);
  const holdingsBefore = await engine.holdings();
  const { env } = engine;
  const stand = await standHello(t, engine);
  const name = `hello_${engine.name}`;
  const change = (from: string, to: string): void =>
    stand.copy.edit('page/index.html', `${from}</h1>`, `${to}</h1>`);
  try {
    await stand.apply();
    change('Hello from Stowage', 'Second');
    await stand.apply();
    t.match(await engine.fetch(stand.url), /Second/);
    const before = await engine.holdings();
    const dry = await stowage(['rollback', '1', stand.copy.directory, '--dry-run'], { env });
    t.equal(dry.code, 0, dry.text);
    t.match(dry.stdout, /replace container\.web/);
    t.notMatch(dry.stdout, /build|delete/);
    t.same(await engine.holdings(), before, 'a dry run changes nothing');
    const unasked = await stowage(['rollback', '1', '--stack', name], { env });
    t.equal(unasked.code, 1, 'it is approved like any other plan');
    const back = await stowage(['rollback', '1', '--stack', name, '--yes'], { env });
    t.equal(back.code, 0, back.text);
    t.match(await engine.fetch(stand.url), /Hello from Stowage/, 'the page before is served');
    const history = await stowage(['history', '--stack', name, '--json'], { env });
    t.match(elements(members(history.stdout)['generations']), [
      { generation: 3, rollback_of: 1 },
      { generation: 2, rollback_of: null },
      { generation: 1 },
    ]);
    await stand.noDrift();
    const forward = await stand.run('plan', '--detailed-exitcode');
    t.equal(forward.code, 2, 'the files say what they said');
    change('Second', 'Hello from Stowage');
    await stand.planIsEmpty();
    change('Hello from Stowage', 'Third');
    await stand.apply();
    const lost = await stowage(['rollback', '2', '--stack', name, '--yes'], { env });
    t.equal(lost.code, 1, 'an older build is gone');
    t.match(lost.stderr, /image\.page is .*, which the engine has no more/);
    await stand.destroy(['visits']);
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
  } finally {
    stand.copy.remove();
  }
}
