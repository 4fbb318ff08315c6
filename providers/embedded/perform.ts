/*
 * Carries out one operation of a plan on the embedded engine. Each is idempotent: what is there as
 * wanted is left alone, what is gone need not be removed. Writes are read back.
 */
import {
  EngineError,
  type Operation,
  type OperationOf,
  type StepOutcome,
  type StepProgress,
  type Target,
} from '../../model/index.js';
import {
  collectGarbage,
  findImage,
  removeImage,
  tagImage,
  untagImage,
  type ContainerEngine,
} from '../../runtime/index.js';
import { awaitContainer } from './await-container.js';
import { buildOperation } from './build.js';
import { idOf, ifThere } from './find-target.js';
import {
  createContainer,
  imageGone,
  readBack,
  renameContainer,
  startContainer,
  writeFiles,
} from './perform-container.js';
import { copyVolume, createNetwork, createVolume, restoreNetwork } from './perform-named.js';
import { pullOperation } from './pull.js';

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
    case 'untag-image':
      await unnameImage(engine, operation);
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
      return startContainer(engine, operation);
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

async function nameImage(
  { store }: ContainerEngine,
  { target, reference, from }: OperationOf<'tag-image'>,
): Promise<void> {
  const image = await findImage(store, target.id ?? target.name);
  if (!image) throw imageGone(target.name);
  if (!(await tagImage(store, image.id, reference, from))) {
    throw new EngineError(
      'name-in-use',
      `another image has the name ${reference} by now, and is left alone`,
      { hint: 'Plan again.' },
    );
  }
}

/** A name that another image has by now stays, and so does the last that an image has. */
async function unnameImage(
  { store }: ContainerEngine,
  { target, reference }: OperationOf<'untag-image'>,
): Promise<void> {
  const image = await findImage(store, target.id ?? target.name);
  if (image && image.references.length > 1) await untagImage(store, image.id, reference);
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
