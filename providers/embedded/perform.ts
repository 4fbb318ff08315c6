/*
 * Carries out one operation of a plan on the embedded engine. Each is idempotent: what is there as
 * wanted is left alone, what is gone need not be removed. Writes are read back.
 */
import {
  canonicalJson,
  EngineError,
  equalJson,
  ownLabels,
  toJson,
  type LiveSettings,
  type Operation,
  type StepOutcome,
  type StepProgress,
  type Target,
} from '../../model/index.js';
import {
  collectGarbage,
  findImage,
  isFault,
  layerPaths,
  removeImage,
  tagImage,
  type ContainerEngine,
  type ContainerView,
} from '../../runtime/index.js';
import { awaitContainer } from './await-container.js';
import { buildOperation } from './build.js';
import { pullOperation } from './pull.js';

type Of<Op extends Operation['op']> = Extract<Operation, { op: Op }>;

const done: StepOutcome = { warnings: [] };

/** Carries out an operation. @throws EngineError and the runtime's own errors, to be translated */
export async function perform(
  engine: ContainerEngine,
  operation: Operation,
  directory: string,
  progress: StepProgress,
): Promise<StepOutcome> {
  const { containers } = engine;
  switch (operation.op) {
    case 'build-image':
      await buildOperation(engine, operation, directory, progress);
      return done;
    case 'pull-image':
      await pullOperation(engine, operation, progress);
      return done;
    case 'tag-image':
      await nameImage(engine, operation);
      return done;
    case 'create-volume':
      await createVolume(engine, operation);
      return done;
    case 'copy-volume':
      await copyVolume(engine, operation);
      return done;
    case 'create-network':
      await createNetwork(engine, operation);
      return done;
    case 'restore-network':
      await restoreNetwork(engine, operation);
      return done;
    case 'create-container':
      await createContainer(engine, operation);
      return done;
    case 'update-container': {
      const id = await idOf(engine, operation.target);
      await containers.update(id, operation.settings);
      await readBack(engine, id, operation.settings);
      return done;
    }
    case 'write-files':
      await writeFiles(engine, operation);
      return done;
    case 'connect-network':
      await containers.connect(
        await idOf(engine, operation.target),
        operation.network,
        operation.endpoint,
      );
      return done;
    case 'disconnect-network':
      await containers.disconnect(await idOf(engine, operation.target), operation.network);
      return done;
    case 'start-container':
      return { warnings: await containers.start(await idOf(engine, operation.target)) };
    case 'stop-container':
      await ifThere(engine, operation.target, (id) => containers.stop(id));
      return done;
    case 'signal-container':
      await containers.kill(await idOf(engine, operation.target), operation.signal);
      return done;
    case 'rename-container':
      await renameContainer(engine, operation);
      return done;
    case 'await-container': {
      const id = await idOf(engine, operation.target);
      await awaitContainer(engine, id, operation.until, progress.signal);
      return done;
    }
    case 'remove':
      await remove(engine, operation.target);
      return done;
    default:
      return operation satisfies never;
  }
}

/**
 * The id of the container that a step means: the one known when planning, else what has the name
 * now. By name only what carries our labels is touched, and only what is the owner's where the step
 * says whose it is; `undefined` when it is gone.
 * @throws EngineError `name-in-use` for a stranger's container
 */
async function findTarget(
  { containers }: ContainerEngine,
  { id, name, owner }: Target,
): Promise<string | undefined> {
  const view = await findView(containers, id ?? name);
  if (!view) return undefined;
  const { labels } = view.live;
  const stackId = labels[ownLabels.stackId];
  const isOwners = stackId === owner?.stackId && labels[ownLabels.address] === owner?.address;
  if (owner && !isOwners) return undefined;
  if (id === undefined && (view.name !== name || stackId === undefined)) {
    throw new EngineError('name-in-use', `container ${name} is not one that Stowage made`, {
      hint: 'It is left alone. Remove or rename it yourself.',
    });
  }
  return view.id;
}

/** @throws EngineError `not-found` */
async function idOf(engine: ContainerEngine, target: Target): Promise<string> {
  const id = await findTarget(engine, target);
  if (id !== undefined) return id;
  throw new EngineError('not-found', `container ${target.name} is not there any more`, {
    hint: 'Something else removed it. Plan again.',
  });
}

/** Does something with a container, or nothing where it is gone, even if it goes meanwhile. */
async function ifThere(
  engine: ContainerEngine,
  target: Target,
  action: (id: string) => Promise<void>,
): Promise<void> {
  const id = await findTarget(engine, target);
  if (id === undefined) return;
  try {
    await action(id);
  } catch (error) {
    if (!isFault(error, 'not-found')) throw error;
  }
}

/** Whether an object with these labels was made from the same record by the same stack. */
function isSame(
  there: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return [ownLabels.stackId, ownLabels.address, ownLabels.spec].every(
    (label) => there[label] === wanted[label],
  );
}

async function createVolume(
  { volumes }: ContainerEngine,
  { spec, labels }: Of<'create-volume'>,
): Promise<void> {
  const there = await volumes.find(spec.name);
  if (there && isSame(there.labels, labels)) return;
  await volumes.create({ name: spec.name, labels });
}

/** A copy under the name that nobody uses is one of an apply that was undone: it is made again. */
async function copyVolume(
  { volumes }: ContainerEngine,
  { from, spec, labels }: Of<'copy-volume'>,
): Promise<void> {
  const there = await volumes.find(spec.name);
  // It may have been meant for another address, or with other labels.
  const isCopy = [ownLabels.copiedFrom, ownLabels.stackId].every(
    (label) => there?.labels[label] === labels[label],
  );
  if (isCopy) await volumes.remove(spec.name);
  await volumes.copy({ from: from.name, name: spec.name, labels });
}

async function createNetwork(
  { networks }: ContainerEngine,
  { spec, labels }: Of<'create-network'>,
): Promise<void> {
  const there = await networks.find(spec.name);
  if (there && isSame(there.labels, labels)) return;
  await networks.create({
    name: spec.name,
    internal: spec.internal ?? false,
    subnet: spec.subnet ?? null,
    gateway: spec.gateway ?? null,
    range: spec.ip_range,
    reserved: spec.aux_addresses,
    mtu: spec.mtu,
    labels,
  });
}

/** Makes a network again as it was, in the place of what the stack has made of it since. */
async function restoreNetwork(
  engine: ContainerEngine,
  { target, spec, labels }: Of<'restore-network'>,
): Promise<void> {
  const there = await engine.networks.find(spec.name);
  if (there && there.id === target.id) return;
  const isOwn = there?.labels[ownLabels.stackId] === labels[ownLabels.stackId];
  if (there && isOwn && !isSame(there.labels, labels)) await engine.networks.remove(spec.name);
  await createNetwork(engine, { op: 'create-network', spec, labels });
}

async function createContainer(
  { containers, store }: ContainerEngine,
  { completed, labels, as }: Of<'create-container'>,
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
  await containers.create({
    spec: { ...completed, name, labels },
    layers: layerPaths(store, image),
    imageId: image.id,
    nameless: image.config.volumes,
    ...(as === undefined ? {} : { hostname: completed.name.slice(0, 63) }),
  });
}

/** @throws EngineError `not-applied` for a file that is not as it was written */
async function writeFiles(
  engine: ContainerEngine,
  { target, completed }: Of<'write-files'>,
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

async function renameContainer(
  engine: ContainerEngine,
  { target, name, drop }: Of<'rename-container'>,
): Promise<void> {
  const found = await findTarget(engine, target);
  // Known by name alone, it is no longer found under the old one once it has the new one.
  const renamed =
    found === undefined && target.owner ? await findTarget(engine, { ...target, name }) : undefined;
  if (renamed !== undefined) return;
  await engine.containers.rename(found ?? (await idOf(engine, target)), name, drop);
}

async function nameImage(
  { store }: ContainerEngine,
  { target, reference }: Of<'tag-image'>,
): Promise<void> {
  const image = await findImage(store, target.id ?? target.name);
  if (!image) throw imageGone(target.name);
  await tagImage(store, image.id, reference);
}

const imageGone = (name: string): EngineError =>
  new EngineError('image-not-found', `there is no image ${name}`, {
    hint: 'It was removed after the plan was made; plan again.',
  });

async function findView(
  containers: ContainerEngine['containers'],
  name: string,
): Promise<ContainerView | undefined> {
  try {
    return await containers.inspect(name);
  } catch (error) {
    if (isFault(error, 'not-found')) return undefined;
    throw error;
  }
}

/** @throws EngineError `not-applied` for a setting that did not take hold */
async function readBack(
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

async function remove(engine: ContainerEngine, target: Target): Promise<void> {
  const { containers, networks, volumes } = engine;
  switch (target.kind) {
    case 'container':
      return ifThere(engine, target, (id) => containers.remove(id, { force: true }));
    case 'volume':
      if (await volumes.find(target.name)) await volumes.remove(target.name);
      return;
    case 'network': {
      const there = await networks.find(target.name);
      // Another network may have taken the name since: it is not the one that is meant.
      if (there && (target.id === undefined || there.id === target.id)) {
        await networks.remove(target.name);
      }
      return;
    }
    case 'image':
      return removeBuilt(engine, target);
    default:
      return target.kind satisfies never;
  }
}

async function removeBuilt({ store, containers }: ContainerEngine, target: Target): Promise<void> {
  const users = async () =>
    (await containers.list()).map(({ name, imageId, layers }) => ({ name, imageId, layers }));
  const image = await findImage(store, target.id ?? target.name);
  if (image) await removeImage(store, image.id, await users());
  await collectGarbage(store, users);
}
