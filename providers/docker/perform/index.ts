/*
 * Carries out one operation. Each looks before it writes and reads back after, so that doing one
 * twice is doing it once. A call that got no answer is not sent again: see lost-reply.ts.
 */
import type { Operation, StepOutcome } from '../../../model/index.js';
import { buildImage } from '../build/index.js';
import { isLostReply, openClient } from '../client/index.js';
import { awaitContainer } from './await-container.js';
import { renameContainer, updateContainer } from './change-container.js';
import { connectNetwork, disconnectNetwork } from './connections.js';
import { createContainer } from './create-container.js';
import { copyVolume } from './copy-volume.js';
import { untilSettled, watchWrites } from './lost-reply.js';
import { createNetwork, removeNetwork, restoreNetwork } from './networks.js';
import type { OperationOf, StepContext } from './operation.js';
import { pullImage } from './pull-image.js';
import { removeImage } from './remove-image.js';
import { tagImage, untagImage } from './tag-image.js';
import { removeContainer, signalContainer, startContainer, stopContainer } from './run-state.js';
import { findTargetContainer } from './targets.js';
import { createVolume, removeVolume } from './volumes.js';
import { writeFiles } from './write-files.js';

export { defaultPatience } from './lost-reply.js';
export type { StepContext } from './operation.js';

/** @throws EngineError */
export async function perform(context: StepContext, operation: Operation): Promise<StepOutcome> {
  const { transport, isRefusal } = watchWrites(context.client.transport);
  const watched = { ...context, client: openClient(transport) };
  try {
    return await carryOut(watched, operation);
  } catch (error) {
    if (!isLostReply(error)) throw error;
    const milliseconds = context.patience + (await graceOf(watched, operation));
    return untilSettled(() => carryOut(watched, operation), isRefusal, {
      milliseconds,
      signal: context.progress.signal,
    });
  }
}

/** Milliseconds for which a container may take its time to end. */
async function graceOf({ client }: StepContext, operation: Operation): Promise<number> {
  if (operation.op !== 'stop-container') return 0;
  const container = await findTargetContainer(client, operation.target);
  return (container?.stopTimeout ?? 10) * 1000;
}

function carryOut(context: StepContext, operation: Operation): Promise<StepOutcome> {
  switch (operation.op) {
    case 'build-image':
      return buildImage(context, operation);
    case 'pull-image':
      return pullImage(context, operation);
    case 'tag-image':
      return tagImage(context, operation);
    case 'untag-image':
      return untagImage(context, operation);
    case 'create-volume':
      return createVolume(context, operation);
    case 'copy-volume':
      return copyVolume(context, operation);
    case 'create-network':
      return createNetwork(context, operation);
    case 'restore-network':
      return restoreNetwork(context, operation);
    case 'create-container':
      return createContainer(context, operation);
    case 'update-container':
      return updateContainer(context, operation);
    case 'write-files':
      return writeFiles(context, operation);
    case 'connect-network':
      return connectNetwork(context, operation);
    case 'disconnect-network':
      return disconnectNetwork(context, operation);
    case 'start-container':
      return startContainer(context, operation);
    case 'stop-container':
      return stopContainer(context, operation);
    case 'signal-container':
      return signalContainer(context, operation);
    case 'rename-container':
      return renameContainer(context, operation);
    case 'await-container':
      return awaitContainer(context, operation);
    case 'remove':
      return remove(context, operation);
    default:
      return operation satisfies never;
  }
}

function remove(context: StepContext, operation: OperationOf<'remove'>): Promise<StepOutcome> {
  switch (operation.target.kind) {
    case 'container':
      return removeContainer(context, operation);
    case 'network':
      return removeNetwork(context, operation);
    case 'volume':
      return removeVolume(context, operation);
    case 'image':
      return removeImage(context, operation);
    default:
      return operation.target.kind satisfies never;
  }
}
