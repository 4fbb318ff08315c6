/*
 * The two framings of the engine's streams: JSON values one a line, and the output of a container
 * with standard output and error in one connection. Both arrive in pieces of any size.
 */
import { EngineError } from '../../../model/index.js';
import { Fields, parseJson } from './fields.js';
import type { Rule } from '../dialect/dialect.js';
import { brokenOff, refusal, type Attempt } from './errors.js';

/** The lines of a text that comes in pieces; the last one may lack its end. */
export async function* linesOf(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}

/** A body whose end before its time is an error of the engine. */
async function* unbroken(body: AsyncIterable<Buffer>, attempt: Attempt): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (cause) {
    throw brokenOff(attempt, cause);
  }
}

/**
 * The messages of a stream of JSON lines. An engine that has answered 200 may still fail: that
 * message becomes an error.
 * @throws EngineError
 */
export async function* jsonLines(
  body: AsyncIterable<Buffer>,
  attempt: Attempt,
  rules: readonly Rule[],
): AsyncGenerator<Fields> {
  for await (const line of linesOf(unbroken(body, attempt))) {
    if (line.trim() === '') continue;
    const message = new Fields(parseJson(line, `a line of ${attempt.action}`), 'a line');
    const detail = message.objectOr('errorDetail');
    const error = detail?.textOr('message', '') ?? message.textOr('error', '');
    if (detail || error !== '') {
      throw refusal(attempt, rules, detail?.numberOr('code', 500) ?? 500, error);
    }
    yield message;
  }
}

/** Reads such a stream to its end, for nothing but whether it fails. */
export async function mustSucceed(
  body: AsyncIterable<Buffer>,
  attempt: Attempt,
  rules: readonly Rule[],
): Promise<void> {
  const messages = jsonLines(body, attempt, rules);
  while (!(await messages.next()).done);
}

export type StreamName = 'stdin' | 'stdout' | 'stderr';

export interface Frame {
  readonly stream: StreamName;
  readonly data: Buffer;
}

const streamNames = ['stdin', 'stdout', 'stderr'] as const;

/**
 * The frames of multiplexed output: a byte for the stream, three of zero, four of length (big
 * endian), then the data.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export async function* framesOf(body: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= 8) {
      const stream = streamNames[pending.readUInt8(0)];
      if (stream === undefined) {
        throw new EngineError(
          'protocol',
          'the engine sent output that is not framed as it should be',
        );
      }
      const end = 8 + pending.readUInt32BE(4);
      if (pending.length < end) break;
      yield { stream, data: pending.subarray(8, end) };
      pending = pending.subarray(end);
    }
  }
}
