/*
 * What was made by hand, past Stowage, becomes a stack by `import --generate`: the plan only adopts, and after
 * an apply it is empty. The stack's files are all that there is to go by.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { elements, text } from './json.js';
import { copyExample, freePorts, stowage, type Finished } from './stowage.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Must = (...args: readonly string[]) => Promise<Finished>;

/** Runs commands that have to succeed. */
const mustWith =
  (t: Test, env: Environment): Must =>
  async (...args) => {
    const done = await stowage(args, { env: { ...env, APP_SECRET: 'sesame-open' } });
    t.equal(done.code, 0, done.text);
    return done;
  };

/** An engine on which things can be made past Stowage. */
export interface Hand {
  readonly name: string;
  readonly env: Environment;
  /**
   * Makes volume `files`, network `back-net` (10.77.3.0/24) and container `my.app-2` that uses all
   * sorts of settings; gives the names of containers that no file can say.
   */
  readonly make: (image: string, directory: string) => Promise<readonly string[]>;
  /** What else the file says, and what is told to be missing in it. */
  readonly says?: readonly RegExp[];
  readonly tells?: readonly RegExp[];
}

/** The containers of an engine: name, id and state of each. */
async function containersBy(must: Must): Promise<readonly string[]> {
  return elements((await must('ps', '--all', '--json')).stdout)
    .map(({ id, name: container, state }) => [container, id, state].map(text).join(' '))
    .sort();
}

/** What a file made of an engine says, and what was told beside it. */
export interface TakenIn {
  readonly source: string;
  readonly told: string;
}

/**
 * Writes the file of a stack from all that nobody owns, and takes that in: nothing but adoptions is planned,
 * nothing at all after it, and no container has been touched.
 * @param options for plan and apply
 */
export async function takeIn(
  t: Test,
  env: Environment,
  stack: string,
  options: readonly string[] = [],
): Promise<TakenIn> {
  const must = mustWith(t, env);
  const before = await containersBy(must);
  const file = join(stack, 'main.stow');
  const { stderr: told } = await must('import', '--generate', '--all', '--out', file);
  t.equal((await must('fmt', '--check', stack)).code, 0, 'it is formatted');
  const plan = await must('plan', stack, ...options);
  const verbs = plan.stdout.split('\n').filter((line) => /^ {2}\S \w+ /.test(line));
  t.ok(verbs.length > 3, plan.text);
  t.same(
    verbs.filter((line) => !line.startsWith('  & adopt ')),
    [],
    'it only adopts',
  );
  await must('apply', stack, '--yes', ...options);
  const empty = await must('plan', stack, '--detailed-exitcode', ...options);
  t.match(empty.stdout, /^No differences\./m);
  await must('drift', stack);
  t.same(await containersBy(must), before, 'nothing was made anew, started or stopped');
  const rest = await must('import', '--generate', '--all');
  t.equal(rest.stdout, '', 'nothing is left that could be taken in');
  return { source: readFileSync(file, 'utf8'), told };
}

/** Removes all that was taken in, volumes and all. */
export async function destroyTaken(
  t: Test,
  env: Environment,
  stack: string,
  source: string,
): Promise<void> {
  const volumes = [...source.matchAll(/^volume (\w+)/gm)].map(([, symbol]) => `volume.${symbol}`);
  const allowed = volumes.flatMap((volume) => ['--allow-destroy', volume]);
  await mustWith(t, env)('destroy', '--stack', stack, '--yes', ...allowed);
}

export async function importScenario(t: Test, hand: Hand): Promise<void> {
  const { name, env, make, says = [], tells = [] } = hand;
  const copy = copyExample('hello', `other_${name}`);
  const port = ['--param', `port=${await freePorts(1)}`];
  const directory = mkdtempSync(join(tmpdir(), 'stowage-import-'));
  const stack = join(directory, 'shop');
  mkdirSync(stack);
  const must = mustWith(t, env);
  const secret = ['--secret', 'app_token=env:APP_SECRET'];
  await must('apply', copy.directory, ...port, '--yes');
  const image = elements((await must('ps', '--all', '--json')).stdout)
    .filter((one) => text(one['name']) === `other_${name}-client`)
    .map((one) => text(one['image']))[0];
  const leftOut = await make(image ?? '', directory);

  const { source, told } = await takeIn(t, env, stack, secret);
  for (const one of leftOut) t.match(told, new RegExp(`container ${one} is left out`));
  t.notMatch(source + told, /sesame/, 'no secret is written');
  t.match(source, /^stack shop\n/);
  t.match(source, /container my_app_2 \{\n {2}name: "my\.app-2"/);
  t.match(source, /APP_TOKEN: reveal\(app_token\)/);
  t.match(source, /mounts: \[[^\]]*files -> "\/srv"/);
  t.match(source, /networks: \{ back_net: \{ aliases: \["two"\], ipv4: 10\.77\.3\.20 \} \}/);
  for (const one of says) t.match(source, one);
  for (const one of tells) t.match(told, one);
  const file = join(stack, 'main.stow');
  const again = await stowage(['import', '--generate', '--out', file], { env });
  t.equal(again.code, 64, 'nothing is overwritten');

  writeFileSync(file, source.replace('stack shop', 'stack shop2'));
  rmSync(join(stack, 'stowage.lock'), { force: true });
  const foreign = await stowage(['plan', stack, ...secret], {
    env: { ...env, APP_SECRET: 'sesame-open' },
  });
  t.equal(foreign.code, 1, 'what another stack owns is not taken');
  t.match(foreign.stderr, /belongs to stack shop/);
  await destroyTaken(t, env, 'shop', source);
  for (const one of leftOut) await must('rm', '--force', one);
  await must('destroy', copy.directory, ...port, '--yes', '--allow-destroy', 'volume.visits');
  t.same(await containersBy(must), []);
  copy.remove();
  rmSync(directory, { recursive: true });
}
