/*
 * The lock of a stack: a container under a name of the stack that reads its standard input, which
 * the holder keeps open. When the holder lets go or dies, however it dies, the engine closes the
 * input, the program ends, and the container removes itself. Nothing has to be cleaned up.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, lockedError, type Lock, type StackIdentity } from '../../../model/index.js';
import type {
  ContainerInspection,
  ContainerRequest,
  DockerClient,
  RawConnection,
} from '../client/index.js';
import { findContainerNamed, nameInUse } from '../perform/targets.js';
import { holderOf, labelsOfLock, lockLabels } from './labels.js';
import { loadLockImage, lockCommand, lockImage, removeLockImage } from './image.js';

/** Milliseconds that a dying lock may take to go, before its holder counts as alive. */
const dying = 1_000;
/** Seconds after which a lock that was made and never started is one that its maker left. */
const abandonedAfter = 10;

export interface HeldLock extends Lock {
  /** Whether the engine has taken it away, as when its daemon was restarted. */
  readonly lost: boolean;
}

/** @throws EngineError `locked` that names the holder */
export async function acquireLock(
  client: DockerClient,
  { name: stack }: StackIdentity,
): Promise<HeldLock> {
  const name = `stowage.${stack}.lock`;
  const firstSeen = new Map<string, number>();
  for (;;) {
    const id = await tryCreate(client, name, stack);
    const held = id === undefined ? undefined : await tryHold(client, id);
    if (held) return held;
    const holder = await findContainerNamed(client, name);
    if (!holder) continue;
    if (!(lockLabels.stack in holder.labels)) throw nameInUse('container', name, holder.id);
    const since = firstSeen.get(holder.id) ?? Date.now();
    firstSeen.set(holder.id, since);
    await giveWay(client, holder, Date.now() - since);
  }
}

/** Gives the id of the new container; nothing when the name is taken. */
async function tryCreate(
  client: DockerClient,
  name: string,
  stack: string,
): Promise<string | undefined> {
  const create = () => client.createContainer(name, lockRequest(stack));
  try {
    return (await create()).id;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code === 'name-in-use') return undefined;
    if (error.code !== 'image-not-found') throw error;
  }
  await loadLockImage(client);
  try {
    return (await create()).id;
  } catch (error) {
    // Another holder may have removed the image again, or taken the name, just now.
    const again =
      error instanceof EngineError && /^(?:name-in-use|image-not-found)$/.test(error.code);
    if (again) return undefined;
    throw error;
  }
}

function lockRequest(stack: string): ContainerRequest {
  return {
    Image: lockImage,
    Labels: labelsOfLock(stack),
    Entrypoint: [lockCommand],
    AttachStdin: true,
    OpenStdin: true,
    StdinOnce: true,
    StopSignal: 'SIGKILL',
    HostConfig: {
      NetworkMode: 'none',
      AutoRemove: true,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none' },
    },
  };
}

/** Takes hold of the input and starts the container; nothing when somebody took the lock for stale. */
async function tryHold(client: DockerClient, id: string): Promise<HeldLock | undefined> {
  let input: RawConnection | undefined;
  try {
    input = await client.attach(id, { stdin: true, stderr: false });
    await client.startContainer(id);
  } catch (error) {
    input?.destroy();
    if (error instanceof EngineError && error.code === 'not-found') return undefined;
    await client.removeContainer(id, true).catch(() => undefined);
    throw error;
  }
  return hold(client, id, input);
}

function hold(client: DockerClient, id: string, input: RawConnection): HeldLock {
  let released = false;
  let lost = false;
  input.on('close', () => {
    lost = !released;
  });
  // A broken line shows as its closing, which is all there is to know.
  input.on('error', () => undefined);
  input.resume();
  input.unref();
  return {
    get lost() {
      return lost;
    },
    release: async () => {
      released = true;
      input.destroy();
      await untilGone(client, id);
      await removeLockImage(client);
    },
  };
}

async function untilGone(client: DockerClient, id: string): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    if (!(await client.findContainer(id))) return;
    await delay(20);
  }
  await client.removeContainer(id, true);
}

/**
 * Waits a moment where the holder may be going, breaks the lock where it certainly has gone.
 * @param seen milliseconds since this holder was seen first
 * @throws EngineError `locked`
 */
async function giveWay(
  client: DockerClient,
  holder: ContainerInspection,
  seen: number,
): Promise<void> {
  const { status } = holder.state;
  const hasEnded = holderOf(holder).holder === 'ended';
  if (status === 'running' || status === 'paused') {
    if (seen > dying && !hasEnded) throw lockedError(holderOf(holder));
    // The engine may not have noticed that the process has ended, which is certain.
    if (seen > dying) await breakLock(client, holder.id);
    else await delay(100);
    return;
  }
  const age = (await client.clock()) - Date.parse(holder.created) / 1000;
  const abandoned = status === 'created' ? age > abandonedAfter : seen > 5 * dying;
  if (abandoned || hasEnded) await breakLock(client, holder.id);
  else await delay(200);
}

/** By its id, so that a lock that somebody else takes in the meantime stays. */
async function breakLock(client: DockerClient, id: string): Promise<void> {
  await client.removeContainer(id, true).catch(ignoreGoing);
}

/** It may have gone meanwhile, or the engine may be at it since its holder has ended. */
function ignoreGoing(error: unknown): void {
  const isGone = error instanceof EngineError && error.code === 'not-found';
  const isGoing = error instanceof EngineError && /already in progress/.test(error.message);
  if (!isGone && !isGoing) throw error;
}
