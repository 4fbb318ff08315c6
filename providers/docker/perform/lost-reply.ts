/*
 * What becomes of a step whose call got no answer: the engine may have done it, be at it still, or
 * never have heard of it. That is found out by reading. Every operation looks before it writes, so it
 * is gone through again over a transport that lets the call without an answer out no second time:
 * it ends well where the effect is there, and comes to that call where it is not.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../../model/index.js';
import {
  isLostReply,
  type Attempt,
  type Call,
  type DockerClient,
  type Transport,
} from '../client/index.js';

/** Milliseconds for which the effect of a call without an answer is looked for. */
export const defaultPatience = 10_000;

/** A transport that remembers calls that got no answer, and sends none of them again. */
export interface WatchedTransport {
  readonly transport: Transport;
  /** Whether an error says that a call would have had to be sent again. */
  readonly isRefusal: (error: unknown) => boolean;
}

const isWrite = ({ method }: Call): boolean => method !== 'GET' && method !== 'HEAD';

/** The error for a call whose effect was looked for in vain. */
export function unknownOutcome({ action }: Attempt): EngineError {
  return new EngineError(
    'failed',
    `cannot ${action}: the engine gave no answer, and what was asked for is not there`,
    { hint: 'It was not asked twice. The next plan starts from what is there then.' },
  );
}

export function watchWrites(transport: Transport): WatchedTransport {
  const lost = new Set<string>();
  const refusals = new Set<unknown>();
  const keyOf = ({ method, path }: Call): string => `${method} ${path}`;
  const send = async <T>(call: Call, how: () => Promise<T>): Promise<T> => {
    if (isWrite(call) && lost.has(keyOf(call))) {
      const refused = unknownOutcome(call);
      refusals.add(refused);
      throw refused;
    }
    try {
      return await how();
    } catch (error) {
      if (isWrite(call) && isLostReply(error)) lost.add(keyOf(call));
      throw error;
    }
  };
  return {
    isRefusal: (error) => refusals.has(error),
    transport: {
      address: transport.address,
      dialect: transport.dialect,
      request: (call) => send(call, () => transport.request(call)),
      // An answer that breaks off later is no answer either; these are not sent again at all.
      stream: async (call) => {
        const body = await send(call, () => transport.stream(call));
        if (isWrite(call)) body.once('error', () => lost.add(keyOf(call)));
        return body;
      },
      hijack: (call) => send(call, () => transport.hijack(call)),
      close: () => transport.close(),
    },
  };
}

export interface Patience {
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

/**
 * Goes through something again until it finds its work done, or the time is over.
 * @throws EngineError that the last attempt ended with
 */
export function untilSettled<T>(
  attempt: () => Promise<T>,
  isRefusal: (error: unknown) => boolean,
  patience: Patience,
): Promise<T> {
  return repeatWhile(attempt, (error) => isRefusal(error) || isLostReply(error), patience);
}

/** Tries something again as long as its error is one that may pass, ever less often. */
export async function repeatWhile<T>(
  attempt: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
  { milliseconds, signal }: Patience,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayPass(error) || signal.aborted || Date.now() + pause > deadline) throw error;
    }
    await delay(pause);
  }
}

/**
 * Finds out whether a container was started by a call that got no answer: a start leaves its time,
 * even where the container has ended since.
 * @param before time of its last start when the call was sent
 */
export async function wasStarted(
  client: DockerClient,
  id: string,
  before: string,
  patience: Patience,
): Promise<boolean> {
  const deadline = Date.now() + patience.milliseconds;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    const container = await client.findContainer(id);
    if (container && container.state.startedAt !== before) return true;
    if (!container || patience.signal.aborted || Date.now() + pause > deadline) return false;
    await delay(pause);
  }
}
