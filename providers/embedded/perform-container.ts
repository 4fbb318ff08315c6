/* Steps with containers on the embedded engine, but those that are one call of the runtime. */
import {
  askedPlatform,
  canonicalJson,
  EngineError,
  equalJson,
  formatPlatform,
  isOfPlatform,
  toJson,
  type CompletedContainer,
  type LiveSettings,
  type OperationOf,
  type Platform,
  type StepOutcome,
} from '../../model/index.js';
import { findImage, layerPaths, ownPlatform, type ContainerEngine } from '../../runtime/index.js';
import { findTarget, findView, idOf, isSame } from './find-target.js';

export async function createContainer(
  { containers, store }: ContainerEngine,
  { completed, labels, as }: OperationOf<'create-container'>,
): Promise<void> {
  const name = as ?? completed.name;
  const there = await findView(containers, name);
  if (there && isSame(there.live.labels, labels)) {
    // It may have been made and not been given its files.
    await containers.writeFiles(there.id, completed);
    return;
  }
  const image = await findImage(store, completed.image);
  if (!image) throw imageGone(completed.image);
  mustBeFor(completed, image.platform ?? ownPlatform);
  await containers.create({
    spec: { ...completed, name, labels },
    layers: layerPaths(store, image),
    imageId: image.id,
    nameless: image.config.volumes,
    ...(as === undefined ? {} : { hostname: completed.name.slice(0, 63) }),
  });
}

/** Another image may have been given the name since the plan was made. @throws EngineError `not-applied` */
function mustBeFor({ image, platform }: CompletedContainer, told: Platform): void {
  const asked = askedPlatform(platform);
  if (!asked || isOfPlatform(told, asked)) return;
  throw new EngineError(
    'not-applied',
    `image "${image}" is for ${formatPlatform(told)}, not for ${formatPlatform(asked)}`,
    { hint: 'Plan again.' },
  );
}

/** One that is paused goes on. */
export async function startContainer(
  engine: ContainerEngine,
  { target }: OperationOf<'start-container'>,
): Promise<StepOutcome> {
  const { containers } = engine;
  const id = await idOf(engine, target);
  const { state } = await containers.inspect(id);
  if (state !== 'paused') return { warnings: await containers.start(id) };
  await containers.unpause(id);
  return { warnings: [] };
}

/** @throws EngineError `not-applied` for a file that is not as it was written */
export async function writeFiles(
  engine: ContainerEngine,
  { target, completed }: OperationOf<'write-files'>,
): Promise<void> {
  const id = await idOf(engine, target);
  await engine.containers.writeFiles(id, completed);
  const { live } = await engine.containers.inspect(id);
  const there = { ...live.configs, ...live.secrets };
  for (const [path, file] of Object.entries({ ...completed.configs, ...completed.secrets })) {
    if (equalJson(toJson(there[path]), toJson(file))) continue;
    throw new EngineError('not-applied', `${path} of ${target.name} is not what was written`);
  }
}

export async function renameContainer(
  engine: ContainerEngine,
  { target, name, drop }: OperationOf<'rename-container'>,
): Promise<void> {
  const found = await findTarget(engine, target);
  // Known by name alone, it is no longer found under the old one once it has the new one.
  const renamed =
    found === undefined && target.owner ? await findTarget(engine, { ...target, name }) : undefined;
  if (renamed !== undefined) return;
  await engine.containers.rename(found ?? (await idOf(engine, target)), name, drop);
}

/** @throws EngineError `not-applied` for a setting that did not take hold */
export async function readBack(
  { containers }: ContainerEngine,
  id: string,
  settings: LiveSettings,
): Promise<void> {
  const { live, name } = await containers.inspect(id);
  for (const [attribute, wanted] of Object.entries(toJson(settings) ?? {})) {
    const found: unknown = Object.entries(live).find(([key]) => key === attribute)?.[1];
    // What has its default may be left out.
    if (canonicalJson(toJson(found ?? null)) === canonicalJson(toJson(wanted))) continue;
    throw new EngineError(
      'not-applied',
      `${attribute} of ${name} is ${JSON.stringify(found)} after it was set to ${JSON.stringify(wanted)}`,
    );
  }
}

export const imageGone = (name: string): EngineError =>
  new EngineError('image-not-found', `there is no image ${name}`, {
    hint: 'It was removed after the plan was made; plan again.',
  });
