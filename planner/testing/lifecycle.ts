/*
 * The life of a stack by chance: stacks, edits, changes by hand and faults as fast-check draws them,
 * over a small universe so that consecutive stacks share much. What must hold is in lifecycle.test.ts.
 */
import fc from 'fast-check';
import type { Condition, ContainerSpec } from '../../model/index.js';
import type { ByHand } from './by-hand.js';
import type { Fault, Knobs } from './simulated-engine.js';
import type { Said } from './host.js';
import { container, image, letGoOf, moved, network, volume, type Written } from './stacks.js';

/** Further names of images. */
export const drawnTags = ['team/t0:1', 'team/t1:1'] as const;

const imageChoice = fc.record({
  base: fc.constantFrom(-1, 0, 1),
  file: fc.nat(1),
  env: fc.boolean(),
  tags: fc.constantFrom<number[]>([], [], [0], [0, 1]),
});
const namedChoice = fc.record({ label: fc.nat(1), name: fc.boolean() });
const containerChoice = fc.record({
  image: fc.constantFrom(-1, 0, 0, 1, 2),
  networks: fc.subarray([0, 1]),
  alias: fc.boolean(),
  mounts: fc.subarray([0, 1]),
  after: fc.subarray([0, 1, 2]),
  role: fc.constantFrom('service', 'service', 'checked', 'checked', 'job', 'stopped'),
  memory: fc.constantFrom(0, 1, 2),
  restart: fc.constantFrom('no', 'always'),
  port: fc.constantFrom(0, 0, 8080, 8081),
  name: fc.boolean(),
  env: fc.nat(1),
  ignore: fc.constantFrom([], [], ['memory'], ['image', 'env']),
  order: fc.constantFrom('stop-first', 'stop-first', 'start-first'),
  onFailure: fc.constantFrom('rollback', 'rollback', 'keep'),
});
type ContainerChoice = typeof containerChoice extends fc.Arbitrary<infer T> ? T : never;

const optional = <T>(choice: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(choice, { freq: 4 });
const slots = <T>(choice: fc.Arbitrary<T>, count: number): fc.Arbitrary<(T | null)[]> =>
  fc.array(optional(choice), { minLength: count, maxLength: count });

const blueprint = fc.record({
  images: slots(imageChoice, 3),
  networks: slots(namedChoice, 2),
  volumes: slots(namedChoice, 2),
  containers: slots(containerChoice, 4),
});
export type Blueprint = typeof blueprint extends fc.Arbitrary<infer T> ? T : never;

const edit = fc.oneof(
  fc.record({ kind: fc.constant('images'), slot: fc.nat(2), value: optional(imageChoice) }),
  fc.record({ kind: fc.constant('networks'), slot: fc.nat(1), value: optional(namedChoice) }),
  fc.record({ kind: fc.constant('volumes'), slot: fc.nat(1), value: optional(namedChoice) }),
  fc.record({ kind: fc.constant('containers'), slot: fc.nat(3), value: optional(containerChoice) }),
);
export type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** Two slots of which one moves to the other, or which change places. */
const move = fc.record({
  kind: fc.constantFrom('containers', 'containers', 'images', 'networks', 'volumes'),
  from: fc.nat(3),
  to: fc.nat(3),
});
export type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

export const containerNames = ['shop-c-0', 'shop-c-1', 'shop-c-2', 'shop-c-3', 'shared'];
const containerName = fc.constantFrom(...containerNames);
const networkName = fc.constantFrom('shop-n0', 'shop-n1', 'shared');
const volumeName = fc.constantFrom('shop-v0', 'shop-v1', 'shared');
const namesOf = { container: containerName, network: networkName, volume: volumeName };

const byHand: fc.Arbitrary<ByHand> = fc.oneof(
  containerName.map((name): ByHand => ({ do: 'set', name, settings: { memory: 7 << 20 } })),
  containerName.map((name): ByHand => {
    const restart = { policy: 'unless-stopped', max_retries: 0 };
    return { do: 'set', name, settings: { restart } };
  }),
  fc.record({
    do: fc.constantFrom('connect', 'disconnect'),
    name: containerName,
    network: fc.oneof(networkName, fc.constant('other')),
  }),
  fc.record({ do: fc.constantFrom('stop', 'pause', 'start'), name: containerName }),
  fc.record({
    do: fc.constant('rename'),
    name: containerName,
    to: fc.constantFrom('by-hand', ...containerNames),
  }),
  fc.record({
    do: fc.constant('remove'),
    kind: fc.constantFrom('container', 'network', 'volume'),
    name: fc.oneof(containerName, networkName, volumeName),
  }),
  fc.record({
    do: fc.constantFrom('untag', 'remove-image'),
    image: fc.constantFrom('shop/i0', 'shop/i1'),
  }),
  fc.constantFrom('container', 'network', 'volume').chain((kind) =>
    fc.record({
      do: fc.constant('squat'),
      kind: fc.constant(kind),
      name: namesOf[kind],
    }),
  ),
  fc.record({
    do: fc.constantFrom('name-other', 'unname'),
    reference: fc.constantFrom(...drawnTags),
  }),
  fc.constant<ByHand>({ do: 'lose-ledger' }),
);

export const fault = fc.constantFrom<Fault>('fail', 'lose-reply', 'kill-before', 'kill-after');
const names = fc.subarray(containerNames, { maxLength: 2 }).map((list) => new Set(list));
const knobs: fc.Arbitrary<Knobs> = fc.record({
  faults: fc
    .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fault), { maxLength: 2 })
    .map((list) => new Map(list)),
  anyCall: fc
    .option(fc.tuple(fc.integer({ min: 1, max: 40 }), fault), { freq: 3 })
    .map((one) => new Map(one ? [one] : [])),
  behaviour: fc.record({ unhealthy: names, exits: names, failingJobs: names }),
});

const allAddresses = [
  ...[0, 1, 2, 3].map((slot) => `container.c[${slot}]`),
  ...['image.i', 'network.n', 'volume.v'].flatMap((family) =>
    [0, 1].map((slot) => `${family}${slot}`),
  ),
  'container.c',
];

const round = fc.record({
  edits: fc.array(edit, { maxLength: 4 }),
  /** What is said of addresses, in this round alone. */
  move: fc.option(move, { freq: 2 }),
  letGo: fc.option(fc.nat(3), { freq: 5 }),
  byHand: fc.array(byHand, { maxLength: 3 }),
  /** Whether what was done by hand is accepted first. */
  refresh: fc.option(fc.constant(true), { freq: 4 }),
  /** What is chosen, of addresses that are written and of those that are not. */
  targets: fc.option(fc.subarray(allAddresses, { minLength: 1, maxLength: 3 }), { freq: 3 }),
  excludes: fc.option(fc.subarray(allAddresses, { minLength: 1, maxLength: 2 }), { freq: 2 }),
  /** What is done by hand after the plan has been made. */
  late: fc.oneof(
    { weight: 3, arbitrary: fc.constant<ByHand[]>([]) },
    fc.array(byHand, { maxLength: 2 }),
  ),
  /** After how many steps the user asks to stop. */
  stopAfter: fc.option(fc.nat(25), { freq: 4, nil: undefined }),
  knobs,
  concurrency: fc.constantFrom(1, 2, 16),
});

/** A first stack, and what happens to it. */
export const life = fc.record({
  seed: fc.nat(1000),
  first: blueprint,
  rounds: fc.array(round, { minLength: 1, maxLength: 4 }),
});
export type Round = typeof round extends fc.Arbitrary<infer T> ? T : never;
export type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** The blueprint with one slot written anew. */
export function edited(stack: Blueprint, { kind, slot, value }: Edit): Blueprint {
  const list: readonly unknown[] = stack[kind];
  return { ...stack, [kind]: list.map((old, index) => (index === slot ? value : old)) };
}

const families = { images: 'image.i', networks: 'network.n', volumes: 'volume.v' } as const;

const addressOf = (kind: Move['kind'], slot: number): string =>
  kind === 'containers' ? `container.c[${slot}]` : `${families[kind]}${slot}`;

/** The blueprint with two slots changed over, and the statements that say so. */
export function changedOver(
  stack: Blueprint,
  { kind, from, to }: Move,
): { readonly stack: Blueprint; readonly said: Said } {
  const list: readonly unknown[] = stack[kind];
  if (from === to || from >= list.length || to >= list.length) return { stack, said: {} };
  const [left, right] = [list[from], list[to]];
  const values = list.map((old, index) => (index === from ? right : index === to ? left : old));
  const [here, there] = [addressOf(kind, from), addressOf(kind, to)];
  const said = moved(
    ...(left ? [[here, there] as const] : []),
    ...(right ? [[there, here] as const] : []),
  );
  return { stack: { ...stack, [kind]: values }, said };
}

/** The blueprint without a container, and the statement that lets it go. */
export function withoutContainer(
  stack: Blueprint,
  slot: number,
): { readonly stack: Blueprint; readonly said: Said } {
  const containers = stack.containers.map((old, index) => (index === slot ? null : old));
  return { stack: { ...stack, containers }, said: letGoOf(addressOf('containers', slot)) };
}

/** The stack with nothing that asks for more than one of two can have. */
export const stopFirst = (stack: readonly Written[]): readonly Written[] =>
  stack.map((written) => {
    const { resource } = written;
    const lifecycle = { ...resource.lifecycle, order: 'stop-first' as const };
    return { ...written, resource: { ...resource, lifecycle } };
  });

/** The stack that a blueprint stands for; what would break a rule of the language is left out. */
export function build(stack: Blueprint): readonly Written[] {
  const given = new Set<string>();
  const images = stack.images.flatMap((choice, index) => {
    if (!choice) return [];
    const tags = choice.tags
      .flatMap((one) => drawnTags[one] ?? [])
      .filter((tag) => !given.has(tag));
    for (const tag of tags) given.add(tag);
    const base =
      choice.base < index && stack.images[choice.base] ? `shop/i${choice.base}` : undefined;
    const env = choice.env ? { env: { MODE: 'on' } } : {};
    const from = base === undefined ? {} : { from: { kind: 'image' as const, name: base } };
    const also = tags.length > 0 ? { tags } : {};
    return [
      image(`i${index}`, { ...env, ...from, ...also }, { 'app.js': `${index} ${choice.file}` }),
    ];
  });
  const taken = new Set<string>();
  const named = (kind: string, own: string, shared: boolean): string => {
    const free = shared && !taken.has(kind);
    if (free) taken.add(kind);
    return free ? 'shared' : own;
  };
  const networkNames = stack.networks.map((choice, index) =>
    choice ? named('network', `shop-n${index}`, choice.name) : undefined,
  );
  const volumeNames = stack.volumes.map((choice, index) =>
    choice ? named('volume', `shop-v${index}`, choice.name) : undefined,
  );
  const ports = new Set<number>();
  const labels = (label: number) => ({ labels: { tier: String(label) } });
  return [
    ...images,
    ...stack.networks.flatMap((choice, index) => {
      const name = networkNames[index];
      return choice && name ? [network(`n${index}`, { name, ...labels(choice.label) })] : [];
    }),
    ...stack.volumes.flatMap((choice, index) => {
      const name = volumeNames[index];
      return choice && name ? [volume(`v${index}`, { name, ...labels(choice.label) })] : [];
    }),
    ...stack.containers.flatMap((choice, index) => {
      if (!choice) return [];
      const publishes = choice.port !== 0 && !ports.has(choice.port);
      if (publishes) ports.add(choice.port);
      const spec: Partial<ContainerSpec> = {
        name: named('container', `shop-c-${index}`, choice.name),
        image: stack.images[choice.image] ? `shop/i${choice.image}` : 'busybox:1',
        networks: Object.fromEntries(
          choice.networks.flatMap((slot) => {
            const name = networkNames[slot];
            return name ? [[name, choice.alias ? { aliases: ['api'] } : {}]] : [];
          }),
        ),
        mounts: choice.mounts.flatMap((slot) => {
          const source = volumeNames[slot];
          return source ? [{ type: 'volume' as const, source, target: `/v${slot}` }] : [];
        }),
        restart: { policy: choice.restart === 'always' ? 'always' : 'no' },
        env: { N: String(choice.env) },
        ...(choice.memory > 0 ? { memory: choice.memory << 24 } : {}),
        ...(publishes ? { ports: [{ host: choice.port, container: 80 }] } : {}),
        ...(choice.role === 'checked' ? { health: { test: ['true'] } } : {}),
        ...(choice.role === 'job' ? { job: true } : {}),
        ...(choice.role === 'stopped' ? { state: 'stopped' as const } : {}),
      };
      const after = choice.after.flatMap((slot): (readonly [string, Condition])[] => {
        const other = slot < index ? stack.containers[slot] : null;
        return other ? [[`container.c[${slot}]`, conditionOn(other)]] : [];
      });
      const { ignore, order, onFailure } = choice;
      return [container('c', spec, { key: index, after, ignore, order, onFailure })];
    }),
  ];
}

function conditionOn({ role }: ContainerChoice): Condition {
  if (role === 'checked') return 'healthy';
  return role === 'job' ? 'completed' : 'started';
}
