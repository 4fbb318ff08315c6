/*
 * The output of a container as lines with their times. Without a terminal each frame is a piece of
 * one line with the time before it, a long line being several frames; with one, it is plain text.
 */
import type { LogLine } from '../../../model/index.js';
import { framesOf, linesOf } from '../client/index.js';

type Stream = LogLine['stream'];

/** @param tty whether the container has a terminal */
export async function* logLines(
  body: AsyncIterable<Buffer>,
  tty: boolean,
): AsyncGenerator<LogLine> {
  if (tty) {
    for await (const line of linesOf(body)) {
      const { time, rest } = splitTime(Buffer.from(line));
      yield { stream: 'stdout', time, text: rest.toString('utf8').replace(/\r$/, '') };
    }
    return;
  }
  const open = new Map<Stream, { readonly time: string; readonly pieces: Buffer[] }>();
  const close = (stream: Stream): LogLine[] => {
    const line = open.get(stream);
    open.delete(stream);
    if (!line) return [];
    const text = Buffer.concat(line.pieces).toString('utf8');
    return [{ stream, time: line.time, text }];
  };
  for await (const { stream, data } of framesOf(body)) {
    if (stream === 'stdin') continue;
    const { time, rest } = splitTime(data);
    const line = open.get(stream) ?? { time, pieces: [] };
    open.set(stream, line);
    const ended = rest.at(-1) === 0x0a;
    line.pieces.push(ended ? rest.subarray(0, -1) : rest);
    if (ended) yield* close(stream);
  }
  yield* close('stdout');
  yield* close('stderr');
}

function splitTime(data: Buffer): { readonly time: string; readonly rest: Buffer } {
  const space = data.indexOf(0x20);
  if (space < 0) return { time: data.toString('latin1').trim(), rest: Buffer.alloc(0) };
  return { time: data.toString('latin1', 0, space), rest: data.subarray(space + 1) };
}
