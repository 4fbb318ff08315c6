/* Starts, stops and removes containers. */
import { EngineError, type StepOutcome } from '../../../model/index.js';
import { setTimeout as delay } from 'node:timers/promises';
import type { DockerClient } from '../client/index.js';
import { failureLines, lastLines } from '../operate/last-lines.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { findTargetContainer, getTargetContainer } from './targets.js';

export async function startContainer(
  { client }: StepContext,
  { target }: OperationOf<'start-container'>,
): Promise<StepOutcome> {
  const { id, state } = await getTargetContainer(client, target);
  if (state.status === 'running') return noRemarks;
  if (state.status === 'paused') await client.unpauseContainer(id);
  else await start(client, id, target.name);
  return noRemarks;
}

async function start(client: DockerClient, id: string, name: string): Promise<void> {
  try {
    await client.startContainer(id);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === 'unreachable') throw error;
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
  if (container) await removeWhollyById(client, container.id);
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
