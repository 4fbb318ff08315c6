/* Starts, stops and removes containers. */
import { EngineError, ownLabels, type StepOutcome } from '../../../model/index.js';
import { setTimeout as delay } from 'node:timers/promises';
import { isLostReply, type ContainerInspection, type DockerClient } from '../client/index.js';
import { clearFromHost, directoryOf } from '../files/index.js';
import { failureLines, lastLines } from '../operate/last-lines.js';
import { unknownOutcome, wasStarted } from './lost-reply.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { findTargetContainer, getTargetContainer } from './targets.js';

export async function startContainer(
  context: StepContext,
  { target }: OperationOf<'start-container'>,
): Promise<StepOutcome> {
  const { client } = context;
  const container = await getTargetContainer(client, target);
  const { id, state } = container;
  if (state.status === 'running') return noRemarks;
  if (state.status === 'paused') await client.unpauseContainer(id);
  else await start(context, container, target.name);
  return noRemarks;
}

async function start(
  { client, patience, progress }: StepContext,
  { id, state }: ContainerInspection,
  name: string,
): Promise<void> {
  try {
    await client.startContainer(id);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code === 'unreachable') {
      if (!isLostReply(error)) throw error;
      // A job that has ended meanwhile must not be run twice.
      const waiting = { milliseconds: patience, signal: progress.signal };
      if (await wasStarted(client, id, state.startedAt, waiting)) return;
      throw unknownOutcome({ action: `start container "${name}"`, verb: 'start' });
    }
    throw new EngineError(error.code, startMessage(name, error), {
      cause: error,
      lines: await lastLines(client, id, failureLines),
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** The engine says why in one breath with the names of its inner parts; what matters is taken out. */
function startMessage(name: string, { code, message }: EngineError): string {
  const port = /(?:Bind for|listen \w+) (\S+?):(\d+)(?: failed|:)/.exec(message);
  if (code === 'port-in-use' && port) {
    return `cannot start container "${name}": port ${port[2] ?? ''} of ${port[1] ?? ''} is taken`;
  }
  const program = /exec: (".*?"): (.*?)(?:: unknown)?$/.exec(message);
  if (program) {
    return `cannot start container "${name}": ${program[1] ?? ''} cannot be run (${program[2] ?? ''})`;
  }
  return message.replace(/ "[0-9a-f]{64}"/, ` "${name}"`);
}

export async function signalContainer(
  { client }: StepContext,
  { target, signal }: OperationOf<'signal-container'>,
): Promise<StepOutcome> {
  const { id } = await getTargetContainer(client, target);
  await client.killContainer(id, signal);
  return noRemarks;
}

export async function stopContainer(
  { client }: StepContext,
  { target }: OperationOf<'stop-container'>,
): Promise<StepOutcome> {
  const container = await findTargetContainer(client, target);
  if (!container) return noRemarks;
  const { id, state } = container;
  // A paused one would sleep through the signal that asks it to end.
  if (state.status === 'paused') await client.unpauseContainer(id);
  if (['running', 'paused', 'restarting'].includes(state.status)) await client.stopContainer(id);
  return noRemarks;
}

export async function removeContainer(
  { client }: StepContext,
  { target }: OperationOf<'remove'>,
): Promise<StepOutcome> {
  const container = await findTargetContainer(client, target);
  if (!container) return noRemarks;
  await removeWhollyById(client, container.id);
  const directory = directoryOf(container.mounts);
  const stackId = container.labels[ownLabels.stackId];
  if (directory !== undefined && stackId !== undefined) {
    await clearFromHost(client, stackId, directory);
  }
  return noRemarks;
}

/** Removes a container, and waits where the engine is at it already. */
async function removeWhollyById(client: DockerClient, id: string): Promise<void> {
  try {
    await client.removeContainer(id, true);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code === 'not-found') return;
    if (!/already in progress/.test(error.message)) throw error;
    for (let round = 0; await client.findContainer(id); round += 1) {
      if (round === 100) throw error;
      await delay(100);
    }
  }
}
