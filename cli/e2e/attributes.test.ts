/*
 * The second law: whatever is changed by hand, exactly that is what reads differently, for each attribute
 * that there is. An attribute without a row fails the test, and so does a row that shows something else.
 */
import t, { type Test } from 'tap';
import {
  completeContainer,
  completeNetwork,
  completeVolume,
  imageReference,
  toJson,
  type Kind,
  type Operation,
} from '../../model/index.js';
import { diffValues, formatPath } from '../../planner/index.js';
import {
  byHand,
  lawTrial,
  planBuild,
  recordLabels,
  releases,
  startDockerd,
  startPodman,
  startTrial,
  whyNoDockerd,
  whyNoPodman,
  type ByHand,
  type LawTrial,
} from '../../providers/testing/index.js';
import { engineTables } from '../../providers/index.js';
import { attributePaths, covers } from '../reference/index.js';
import { ableRows, allContainerRows } from './attributes/able-rows.js';
import { builtImage, imageRows, imageSettingRows } from './attributes/image-rows.js';
import { networkRows, volumeRows } from './attributes/named-rows.js';
import { requestOf, type World } from './attributes/rows.js';

t.test('every attribute has a row', async (t) => {
  const tables = [
    ['container', allContainerRows],
    ['network', networkRows],
    ['volume', volumeRows],
    ['image', imageRows],
  ] as const;
  for (const [kind, rows] of tables) {
    t.same(Object.keys(rows).toSorted(), attributePaths(kind).toSorted(), kind);
  }
});

/** Where two completed specs differ. */
const differing = (before: object, after: object): readonly string[] =>
  diffValues(toJson(before), toJson(after)).map(({ path }) => formatPath(path));

interface Made {
  readonly operation: Operation;
  readonly completed: object;
  readonly remake: (by: World) => Promise<void>;
}

/** Makes an object, changes it, and looks what is another than it was. */
async function shown(trial: LawTrial, kind: Kind, world: World, made: Made) {
  const find = async (): Promise<object> => {
    const { objects } = await trial.observe();
    const found = objects.find((one) => one.kind === kind && one.name === 'law-row');
    if (!found) throw new Error(`there is no ${kind} any more`);
    return found.completed;
  };
  try {
    await trial.perform(made.operation);
    const before = differing(made.completed, await find());
    await made.remake(world);
    return { before, after: differing(made.completed, await find()) };
  } finally {
    await trial.remove({ kind, name: 'law-row' });
  }
}

/** @param untold what the engine does not tell of what it has */
async function everyAttribute(
  t: Test,
  trial: LawTrial,
  hand: ByHand,
  untold: readonly { readonly kind: Kind; readonly path: string }[],
): Promise<void> {
  const { directory, image, config } = trial;
  const other = await planBuild(directory, 'image.other', {
    name: 'trial/other',
    from: { kind: 'scratch' },
    context: 'shell',
    steps: [{ kind: 'copy', sources: ['busybox'], target: '/bin/busybox' }],
  });
  await trial.perform(other.operation);
  const world = { directory, otherImage: imageReference(other.completed) };
  const check = async (kind: Kind, path: string, shows: readonly string[], made: Made) => {
    const { before, after } = await shown(trial, kind, world, made);
    const isUntold = untold.some((one) => covers(one, kind, path));
    t.same(before, [], `${kind} ${path}: nothing differs before`);
    const expected = isUntold ? [] : shows.toSorted();
    t.same(after.toSorted(), expected, `${kind} ${path}: it differs, and nothing else`);
  };
  for (const [path, row] of ableRows('container', allContainerRows, trial)) {
    const spec = {
      name: 'law-row',
      image,
      command: ['sleep', '1000'],
      stop_timeout: 0,
      networks: {},
      ...row.from,
    };
    const completed = completeContainer(spec, config);
    const operation = trial.creation(spec);
    await check('container', path, row.shows ?? [path], {
      operation,
      completed,
      remake: () =>
        row.file
          ? hand.writeFile(spec.name, row.file)
          : hand.remakeContainer(completed, operation.labels, requestOf(row, world)),
    });
  }
  for (const [path, row] of ableRows('volume', volumeRows, trial)) {
    const spec = { name: 'law-row', ...row.from };
    const labels = recordLabels('volume.row', spec);
    await check('volume', path, row.shows ?? [path], {
      operation: { op: 'create-volume', spec, labels },
      completed: completeVolume(spec),
      remake: () => hand.remakeVolume(spec, labels, requestOf(row, world)),
    });
  }
  for (const [path, row] of ableRows('network', networkRows, trial)) {
    const spec = { name: 'law-row', ...row.from };
    const labels = recordLabels('network.row', spec);
    await check('network', path, row.shows ?? [path], {
      operation: { op: 'create-network', spec, labels },
      completed: completeNetwork(spec),
      remake: () => hand.remakeNetwork(spec, labels, requestOf(row, world)),
    });
  }
}

/** Another image under the name of one that was built, each time with another setting. */
async function everyImageAttribute(t: Test, trial: LawTrial, hand: ByHand): Promise<void> {
  const { engine, directory, perform } = trial;
  const { engine: family, lacks = [] } = engine.profile;
  const { operation, completed } = await planBuild(directory, 'image.row', {
    name: 'trial/row',
    from: { kind: 'scratch' },
    context: 'shell',
    steps: [{ kind: 'copy', sources: ['busybox'], target: '/bin/busybox', mode: '755' }],
    ...builtImage,
  });
  const reference = imageReference(completed);
  await perform(operation);
  const find = async () => {
    const { objects } = await trial.observe();
    const found = objects.find((one) => one.kind === 'image' && one.references.includes(reference));
    if (!found) throw new Error(`there is no image ${reference} any more`);
    return found;
  };
  const target = { kind: 'image', name: reference, id: (await find()).id } as const;
  for (const [path, row] of Object.entries({ ...imageRows, ...imageSettingRows })) {
    const isAble = !lacks.some((lack) => covers(lack, 'image', path));
    if ('none' in row || !isAble) continue;
    t.same(
      differing(completed, (await find()).completed),
      [],
      `image ${path}: nothing differs before`,
    );
    await hand.remakeImage(reference, row.instructions);
    const isUntold = family === 'podman' && row.notOnPodman !== undefined;
    const expected = isUntold ? [] : (row.shows ?? [`config.${path}`]);
    const after = differing(completed, (await find()).completed);
    t.same(after.toSorted(), expected.toSorted(), `image ${path}: it differs, and nothing else`);
    await perform({ op: 'tag-image', target, reference });
  }
}

const { podmanUntold } = await engineTables();
for (const release of releases) {
  t.test(
    `each attribute changed by hand on Docker, ${release}`,
    { skip: whyNoDockerd(release) ?? false },
    async (t) => {
      const trial = await lawTrial(await startTrial(() => startDockerd(release)));
      t.teardown(() => trial.end());
      const hand = await byHand(trial.dockerd);
      await everyAttribute(t, trial, hand, []);
      await everyImageAttribute(t, trial, hand);
    },
  );
  t.test(
    `each attribute changed by hand on Podman, ${release}`,
    { skip: whyNoPodman(release) ?? false },
    async (t) => {
      const trial = await lawTrial(await startTrial(() => startPodman(release)));
      t.teardown(() => trial.end());
      const hand = await byHand(trial.dockerd);
      await everyAttribute(t, trial, hand, podmanUntold);
      await everyImageAttribute(t, trial, hand);
    },
  );
}
