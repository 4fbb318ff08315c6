/*
 * Every attribute of containers, set by a hand through the engine's API: `import --generate` writes what is set,
 * or tells that no file can say it; the plan only adopts. Each row is made twice, with and without what its hand
 * changes, and both may not be written alike.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import {
  completeContainer,
  isJsonObject,
  toJson,
  type ContainerSpec,
  type JsonValue,
} from '../../model/index.js';
import { engineTables } from '../../providers/index.js';
import {
  byHand,
  lawTrial,
  releases,
  startDockerd,
  startPodman,
  startTrial,
  whyNoDockerd,
  whyNoPodman,
  type Json,
  type LawTrial,
} from '../../providers/testing/index.js';
import { covers } from '../reference/index.js';
import { ableRows, allContainerRows } from './attributes/able-rows.js';
import { requestOf, type ContainerRow } from './attributes/rows.js';
import { takeIn, type TakenIn } from './import-scenario.js';

/** Which of a row's containers. */
const names = (path: string) => {
  const word = path.replace(/\W+/g, '_');
  return { before: `was_${word}`, after: `is_${word}` };
};

/** All that is written and told of a container, without its name. */
function saidOf({ source, told }: TakenIn, name: string): string {
  const written = new RegExp(`^container ${name} \\{\n([^]*?)^\\}`, 'm').exec(source)?.[1] ?? '';
  const lines = told.split('\n').filter((line) => new RegExp(`^container ${name}\\b`).test(line));
  return [written, ...lines].join('\n').replaceAll(name, 'it');
}

/** The port of the host from which on those of all rows are. */
const firstPort = 18080;

/** A request with other ports of the host: of one stack no two containers may have the same. */
function onPorts(value: JsonValue, turn: number): JsonValue {
  if (typeof value === 'string' && /^1808\d$/.test(value)) return String(Number(value) + turn * 2);
  if (Array.isArray(value)) return value.map((item: JsonValue) => onPorts(item, turn));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(
    ([name, member]) => [name, member === undefined ? member : onPorts(member, turn)] as const,
  );
  return Object.fromEntries(members);
}

/** @param unseen paths of which nothing has to be told, for a reason */
async function everyAttribute(
  t: Test,
  trial: LawTrial,
  unseen: (path: string) => boolean,
): Promise<void> {
  const { directory, image, config, dockerd } = trial;
  const hand = await byHand(dockerd);
  const world = { directory, otherImage: image };
  const rows = ableRows('container', allContainerRows, trial).filter(
    ([path, { file }]) => file === undefined && path !== 'image',
  );
  let turn = 0;
  const make = async (name: string, from: ContainerRow['from'], by: Json): Promise<void> => {
    turn += 1;
    const sleeping = { name, image, command: ['sleep', '1000'], stop_timeout: 0, networks: {} };
    const ports = from?.ports?.map((port) => ({ ...port, host: firstPort + turn * 2 }));
    const spec: ContainerSpec = { ...sleeping, ...from, ...(ports && { ports }) };
    const request = onPorts(toJson(by), turn);
    await hand.makeContainer(completeContainer(spec, config), isJsonObject(request) ? request : {});
  };
  for (const [path, row] of rows) {
    const { before, after } = names(path);
    await make(before, row.from, {});
    await make(after, row.from, requestOf(row, world));
  }
  const stack = join(directory, 'taken');
  mkdirSync(stack);
  const taken = await takeIn(t, { STOWAGE_ENGINE: dockerd.address }, stack);
  for (const [path] of rows) {
    const { before, after } = names(path);
    const is = saidOf(taken, after);
    t.not(is, '', `${path}: something is said of it`);
    if (unseen(path)) continue;
    t.not(is, saidOf(taken, before), `${path}: what was set is written, or told\n${is}`);
  }
}

/** What Docker tells of everything, so that nobody can say whether somebody has asked for it. */
const madeUp = ['cgroupns', 'networks.*.mac', 'runtime'];

const { podmanUntold } = await engineTables();
// One is enough where time is short.
const engines = ['docker', 'podman'] as const;
const all = releases.flatMap((release) => engines.map((engine) => ({ engine, release })));
const tried = process.env['STOWAGE_ALL_SCENARIOS'] === undefined ? all.slice(0, 1) : all;
for (const { engine, release } of tried) {
  const isPodman = engine === 'podman';
  const hindrance = isPodman ? whyNoPodman(release) : whyNoDockerd(release);
  t.test(`on ${engine}, ${release}`, { skip: hindrance ?? false }, async (t) => {
    const start = isPodman ? startPodman : startDockerd;
    const trial = await lawTrial(await startTrial(() => start(release)));
    t.teardown(() => trial.end());
    const isUntold = (path: string): boolean =>
      isPodman ? podmanUntold.some((one) => covers(one, 'container', path)) : madeUp.includes(path);
    await everyAttribute(t, trial, isUntold);
  });
}
