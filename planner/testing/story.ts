/*
 * Tells a life that broke a law, for people: the stack of each round much as one would write it, and
 * what was done to it.
 */
import { canonicalJson, toJson } from '../../model/index.js';
import type { ByHand } from './by-hand.js';
import { build, type Life, type Round } from './lifecycle.js';
import { filesOf } from './lives.js';
import type { ChangeWithMishap } from './services.js';
import type { Fault, Knobs } from './simulated-engine.js';
import type { Written } from './stacks.js';

const text = (value: unknown): string => canonicalJson(toJson(value));

/** `container c[0]  name: "shop-c-0"  image: "busybox:1"`, and what it waits for. */
function writtenLine({ resource, files }: Written): string {
  const { kind, address, spec, lifecycle, dependsOn } = resource;
  const attributes = Object.entries({ ...spec, lifecycle }).map(
    ([name, value]) => `${name}: ${text(value)}`,
  );
  const after = dependsOn.map((one) => `after: ${one.address} ${one.condition}`);
  const copied = Object.entries(files).map(([path, content]) => `${path} holds ${text(content)}`);
  return [address.replace(`${kind}.`, `${kind} `), ...attributes, ...after, ...copied].join('  ');
}

const byHandLine = ({ do: verb, ...rest }: ByHand): string => `by hand: ${verb} ${text(rest)}`;

function knobLines({ faults, anyCall, behaviour }: Knobs): readonly string[] {
  const { unhealthy, exits, failingJobs } = behaviour;
  return [
    ...[...faults].map(([call, fault]) => `${fault} at operation ${call}`),
    ...[...(anyCall ?? new Map<number, Fault>())].map(
      ([call, fault]) => `${fault} at call ${call}`,
    ),
    ...[...unhealthy].map((name) => `${name} is unhealthy`),
    ...[...exits].map((name) => `${name} exits`),
    ...[...failingJobs].map((name) => `${name} fails as a job`),
  ];
}

function roundLines(round: Round): readonly string[] {
  const { byHand, late, knobs, concurrency, stopAfter, refresh, targets, excludes } = round;
  return [
    ...byHand.map((one) => byHandLine(one)),
    ...(refresh ? ['what was done by hand is accepted: --refresh-only'] : []),
    `plan and apply, ${concurrency} at once`,
    ...(targets ?? []).map((address) => `--target ${address}`),
    ...(excludes ?? []).map((address) => `--exclude ${address}`),
    ...late.map((one) => `${byHandLine(one)}, after the plan was made`),
    ...knobLines(knobs),
    ...(stopAfter === undefined ? [] : [`the user stops it after ${stopAfter} steps`]),
  ];
}

/** The life, a line each, a round after a round. */
export function tellLife({ seed, first, rounds }: Life): string {
  const lines = [`calls interleave by seed ${seed}`, ...build(first).map(writtenLine), 'apply'];
  let blueprint = first;
  for (const round of rounds) {
    const files = filesOf(blueprint, round);
    blueprint = files.blueprint;
    const { moved = [], removed = [] } = files.said ?? {};
    lines.push(
      '',
      ...build(blueprint).map(writtenLine),
      ...moved.map(({ from, to }) => `moved from: ${from} to: ${to}`),
      ...removed.map(({ from }) => `removed from: ${from}`),
      ...roundLines(round),
    );
  }
  return [...lines, '', 'apply without faults, and plan'].join('\n');
}

/** The change of the first round alone, and its mishap. */
export function tellMishap({ life, mishap }: ChangeWithMishap): string {
  const { rounds, ...rest } = life;
  const [round] = rounds;
  const { blueprint } = round
    ? filesOf(life.first, { ...round, move: null, letGo: null })
    : { blueprint: life.first };
  const before = tellLife({ ...rest, rounds: [] })
    .split('\n')
    .slice(0, -2);
  return [...before, '', ...build(blueprint).map(writtenLine), `apply, and ${text(mishap)}`].join(
    '\n',
  );
}
