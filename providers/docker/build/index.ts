/*
 * Builds an image with Docker's classic builder, from the same steps and the same files as every
 * other engine does. What is built is what was planned: the files are read again, and another
 * content key ends the build before it begins.
 */
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import {
  EngineError,
  equalJson,
  imageSource,
  ownLabels,
  toJson,
  type StepOutcome,
} from '../../../model/index.js';
import { describeStep, shorten } from '../../../runtime/build/index.js';
import {
  openRoot,
  resolveImage,
  type ResolvedImage,
  type ResolveOptions,
} from '../../../runtime/context/index.js';
import { writeArchive } from '../archive/index.js';
import { imageConfigFromEngine, imageLabelsToEngine } from '../lenses/index.js';
import { noRemarks, type OperationOf, type StepContext } from '../perform/operation.js';
import { mustBeAsAsked } from '../perform/read-back.js';
import { isSameRecord, nameInUse } from '../perform/targets.js';
import { identityOf, prepareBase, type Base } from './base.js';
import { contextEntries, rootfsContent, stageEntries } from './context.js';
import { scratchFor } from './empty-base.js';
import { writeInstructions } from './instructions.js';
import { buildMark, tidyAfterBuild } from './leftovers.js';
import { followBuild } from './progress.js';
import { writeStages } from './stages.js';
import { untilStopped } from './stop-build.js';

export async function buildImage(
  context: StepContext,
  operation: OperationOf<'build-image'>,
): Promise<StepOutcome> {
  const { client, directory } = context;
  const { spec, completed, reference, labels } = operation;
  const existing = await client.findImage(reference);
  if (existing && !isSameRecord(existing.labels, labels)) {
    throw nameInUse('image', reference, existing.id);
  }
  // One that was made from it by hand has its labels, and gives its name away.
  const isBuilt =
    existing && equalJson(toJson(imageConfigFromEngine(existing)), toJson(completed.config));
  if (!isBuilt) {
    if (completed.dockerfile) await buildStages(context, operation);
    else {
      const base = await prepareBase(client, imageSource(spec), completed, directory);
      const resolved = await resolvePlanned(operation, directory, { baseOf: () => base });
      await sendBuild(context, operation, base, resolved);
    }
    const { stackId, address } = ownLabels;
    await tidyAfterBuild(client, labels[stackId] ?? '', labels[address] ?? '');
  }
  const image = isBuilt ? existing : await client.findImage(reference);
  if (!image) throw new EngineError('not-applied', `image "${reference}" was not made`);
  mustBeAsAsked(`image "${reference}"`, completed.config, imageConfigFromEngine(image));
  return noRemarks;
}

/** Reads the files again. @throws EngineError when they are not those of the plan */
async function resolvePlanned(
  { spec, completed: planned, seals = [] }: OperationOf<'build-image'>,
  directory: string,
  world: Pick<ResolveOptions, 'baseOf' | 'platform'>,
): Promise<ResolvedImage> {
  const { value, diagnostics } = await resolveImage(spec, { directory, seals, ...world });
  const [problem] = diagnostics;
  if (!value) {
    const reason = problem
      ? `${problem.summary}. ${problem.detail ?? ''}`
      : 'it cannot be resolved';
    throw new EngineError('build-failed', `cannot build image "${spec.name}": ${reason.trim()}`);
  }
  if (value.image.key !== planned.key) {
    const paths = Object.keys({ ...planned.files, ...value.image.files });
    const moved = paths.find((path) => planned.files[path] !== value.image.files[path]);
    throw new EngineError(
      'build-failed',
      `cannot build image "${spec.name}": ${moved ?? 'its definition'} changed since the plan was made`,
      { hint: 'Plan again.' },
    );
  }
  return value;
}

const markOf = ({ labels, completed }: OperationOf<'build-image'>) =>
  buildMark(
    labels[ownLabels.stackId] ?? '',
    labels[ownLabels.address] ?? '',
    completed.config.platform,
  );

async function sendBuild(
  { client, directory, progress }: StepContext,
  operation: OperationOf<'build-image'>,
  base: Base,
  { context, copies }: ResolvedImage,
): Promise<void> {
  const { spec, completed, reference, labels } = operation;
  const { rules } = client.dialect;
  const dockerfile = writeInstructions({
    spec,
    base: base.from,
    baseConfig: base.config,
    copies,
    mark: markOf(operation),
    labels: imageLabelsToEngine(labels),
  });
  const rootfs =
    spec.from?.kind === 'rootfs'
      ? await rootfsContent(resolve(directory, spec.from.path), completed.base)
      : undefined;
  const root = copies.length > 0 ? await openRoot(context) : undefined;
  try {
    const entries = contextEntries(dockerfile.text, copies, root, rootfs);
    const { platform } = completed.config;
    const query = { reference, arguments: dockerfile.arguments, platform };
    await untilStopped(
      progress.signal,
      (cut) =>
        client.buildImage(query, Readable.from(writeArchive(entries), { objectMode: false }), cut),
      (body) =>
        followBuild(body, {
          steps: (spec.steps ?? []).map(describeStep),
          reference,
          dockerfile,
          progress,
          rules,
        }),
    );
  } finally {
    await root?.close();
  }
}

/** Builds from a Dockerfile: from what it comes to, not from its text. */
async function buildStages(
  { client, directory, progress }: StepContext,
  operation: OperationOf<'build-image'>,
): Promise<void> {
  const { completed, reference, labels } = operation;
  const ids = new Map<string, string>();
  const planned = Object.values(completed.dockerfile?.bases ?? {});
  const {
    context,
    copies,
    stages = [],
    image,
  } = await resolvePlanned(operation, directory, {
    platform: () => client.platform(),
    baseOf: async (name) => {
      const found = await client.findImage(name);
      if (!found) return undefined;
      ids.set(name, found.id);
      const config = imageConfigFromEngine(found);
      const identity = planned.find(
        (one) => name.endsWith(`@${one}`) || identityOf(found, one) === one,
      );
      return { identity: identity ?? found.id, config };
    },
  });
  const { rules } = client.dialect;
  const startsFromNothing = stages.some(({ base }) => base.kind === 'scratch');
  const dockerfile = writeStages({
    stages,
    config: image.config,
    ids,
    scratch: startsFromNothing ? await scratchFor(client, image.config.platform) : 'scratch',
    mark: markOf(operation),
    labels: imageLabelsToEngine(labels),
  });
  const root = copies.length > 0 ? await openRoot(context) : undefined;
  try {
    const entries = stageEntries(dockerfile.text, stages, root);
    const steps = stages.flatMap(({ actions }) =>
      actions.map(({ text, at }) => `${shorten(text)}, ${at}`),
    );
    const { platform } = completed.config;
    const query = { reference, arguments: dockerfile.arguments, platform };
    await untilStopped(
      progress.signal,
      (cut) =>
        client.buildImage(query, Readable.from(writeArchive(entries), { objectMode: false }), cut),
      (body) => followBuild(body, { steps, reference, dockerfile, progress, rules }),
    );
  } finally {
    await root?.close();
  }
}
