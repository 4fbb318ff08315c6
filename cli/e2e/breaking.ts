/*
 * Breaks applies of a stack of twenty resources, one after another, each at another place, and looks
 * after each whether the next apply makes it whole: an empty plan, nothing left over, the same data.
 * The stack is made once; every apply that is broken replaces and changes what is there.
 */
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import { stowage, writeStack, type ExampleCopy, type Finished } from './stowage.js';

/** What has to be known of an engine to break it. */
export interface Breakable {
  readonly name: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly copiesNoVolumes?: true;
  /** Names of everything of the stack that the engine holds. */
  holdings(): Promise<readonly string[]>;
  readVolumeFile(volume: string, path: string): Promise<string>;
  /** Reads all that the engine keeps; fails where something of it is not whole. */
  readonly verify?: () => Promise<Finished>;
  /** How many places a whole apply has, by what it was seen to do. */
  countPlaces(args: readonly string[]): Promise<number>;
  /** Ways to break an apply at a place. */
  readonly ways: readonly {
    readonly name: string;
    breakAt(args: readonly string[], place: number): Promise<Finished>;
  }[];
}

/** The volume with the data gets another name with each age, where the engine can copy it. */
const dataVolume = ({ copiesNoVolumes }: Breakable, stack: string, age: number | string): string =>
  copiesNoVolumes ? `${stack}-data` : `${stack}-data-${age}`;

/** Twenty resources; `age` changes what most of them are made of. */
export const twentyResources = (engine: Breakable, name: string): string => `stack ${name}

param age: int = 0

${busyboxImage('base')}image app {
  from: base
  env: { AGE: "\${age}" }
}

network back {}
network front {
  labels: { age: "\${age}" }
}
network spare for i in 0..<3 {}

volume data {
  name: "${dataVolume(engine, name, '${age}')}"
}
volume files for i in 0..<4 {}

container db {
  image: base
  command: ["sh", "-c", "[ -e /data/file ] || date > /data/file; exec sleep 10000"]
  networks: [back]
  mounts: [data -> "/data"]
  memory: 32MiB + age * 1MiB
  health: { test: ["test", "-e", "/data/file"], interval: 1s, retries: 20 }
  stop_timeout: 0s
}

container init {
  image: app
  job: true
  command: ["true"]
  networks: [back]
  after: [db is healthy]
}

container web {
  image: app
  command: ["sleep", "10000"]
  networks: [front, back]
  after: [init is completed]
  stop_timeout: 0s
}

container beside {
  image: app
  command: ["sleep", "10000"]
  networks: [back]
  lifecycle: { order: "start-first" }
  stop_timeout: 0s
}

container still for i in 0..<3 {
  image: app
  command: ["sleep", "1"]
  state: "stopped"
  networks: [back]
  mounts: [files[i] -> "/files"]
}

container named {
  name: "${name}-named-\${age}"
  image: base
  command: ["sleep", "10000"]
  networks: [spare[0]]
  stop_timeout: 0s
}
`;

/** Places to try first to last, spread so that any number of them covers the whole. */
export function spread(count: number): readonly number[] {
  // Steps of the golden section leave no gap much wider than another.
  let stride = Math.max(1, Math.round(count * 0.618));
  while (commonDivisor(stride, count) > 1) stride += 1;
  return Array.from({ length: count }, (_, index) => ((index * stride) % count) + 1);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** How long to go on breaking; all places with STOWAGE_BREAK_ALL. */
export const breakSeconds = Number(process.env['STOWAGE_BREAK_SECONDS'] ?? 45);
export const breakAll = process.env['STOWAGE_BREAK_ALL'] !== undefined;

/**
 * Breaks as many places as there is time for.
 * @param seconds how long to go on
 */
export async function breakEverywhere(
  t: Test,
  engine: Breakable,
  seconds = breakSeconds,
): Promise<void> {
  const name = `breaks_${engine.name}`;
  const stack = writeStack(twentyResources(engine, name));
  const before = await engine.holdings();
  const deadline = Date.now() + seconds * 1000;
  try {
    const { places, data, held } = await makeIt(t, engine, stack, name);
    let age = 1;
    let broken = 0;
    for (const place of spread(places)) {
      if (!breakAll && Date.now() > deadline) break;
      for (const way of breakAll ? engine.ways : [engine.ways[broken % engine.ways.length]]) {
        if (!way) continue;
        age += 1;
        broken += 1;
        const args = argumentsOf(stack, age);
        const cut = await way.breakAt(args, place);
        const what = `${way.name} at ${place} of ${places}`;
        const verified = await engine.verify?.();
        if (verified) t.equal(verified.code, 0, `${what}: all is whole\n${verified.text}`);
        const applied = await stowage(args, { env: engine.env });
        const texts = applied.code === 0 ? '' : `\n${cut.text}${applied.text}`;
        t.notMatch(cut.stderr, /this is a bug in Stowage/, `${what}: no error is taken for a bug`);
        t.equal(applied.code, 0, `${what}: the next apply goes on${texts}`);
        await isWhole(t, engine, { stack, age, what });
        t.same(
          await engine.holdings(),
          held(age),
          `${what}: nothing is left over, nothing missing`,
        );
        t.equal(
          await engine.readVolumeFile(dataVolume(engine, name, age), 'file'),
          data,
          `${what}: the data stays`,
        );
      }
    }
    t.comment(`${broken} of ${places * engine.ways.length} breaks`);
  } finally {
    await destroyIt(t, engine, { stack, before });
  }
}

/** Destroys the stack with its data, and says what is left. */
export async function destroyIt(
  t: Test,
  engine: Breakable,
  { stack, before }: { readonly stack: ExampleCopy; readonly before: readonly string[] },
): Promise<void> {
  const allowed = ['data', ...[0, 1, 2, 3].map((index) => `files[${index}]`)];
  const destroyed = await stowage(
    [
      'destroy',
      stack.directory,
      '--yes',
      ...allowed.flatMap((volume) => ['--allow-destroy', `volume.${volume}`]),
    ],
    { env: engine.env },
  );
  t.equal(destroyed.code, 0, destroyed.text);
  t.same(await engine.holdings(), before, 'destroy leaves nothing');
  stack.remove();
}

export const argumentsOf = ({ directory }: ExampleCopy, age: number): readonly string[] => [
  'apply',
  directory,
  '--yes',
  '--param',
  `age=${age}`,
];

/** Applies it twice: to have it, and to count the places of an apply that changes it. */
async function makeIt(t: Test, engine: Breakable, stack: ExampleCopy, name: string) {
  const made = await stowage(argumentsOf(stack, 0), { env: engine.env });
  t.equal(made.code, 0, made.text);
  const data = await engine.readVolumeFile(dataVolume(engine, name, 0), 'file');
  const places = await engine.countPlaces(argumentsOf(stack, 1));
  t.ok(places > 10, `${places} places`);
  await isWhole(t, engine, { stack, age: 1, what: 'unbroken' });
  const whole = await engine.holdings();
  return {
    data,
    places,
    held: (age: number): readonly string[] =>
      whole.map((one) => one.replace(/-(named|data)-1$/, `-$1-${age}`)).sort(),
  };
}

export async function isWhole(
  t: Test,
  { env }: Breakable,
  {
    stack,
    age,
    what,
  }: { readonly stack: ExampleCopy; readonly age: number; readonly what: string },
): Promise<void> {
  const [, ...args] = argumentsOf(stack, age).filter((one) => one !== '--yes');
  const plan = await stowage(['plan', ...args, '--detailed-exitcode'], { env });
  t.equal(
    plan.code,
    0,
    `${what}: the next plan is empty${plan.code === 0 ? '' : `\n${plan.text}`}`,
  );
}
