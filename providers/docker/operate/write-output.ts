/* Writes what comes over a connection that was handed over to the caller's two outputs, as fast as they take it. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Streams } from '../../converse/index.js';
import { framesOf, type RawConnection } from '../client/index.js';

/** @param terminal whether it comes from a terminal, and so in one stream without frames */
export async function writeOutput(
  socket: RawConnection,
  terminal: boolean,
  { output, error }: Streams,
): Promise<void> {
  if (terminal) for await (const chunk of bytesOf(socket)) await write(output, chunk);
  else {
    for await (const { stream, data } of framesOf(bytesOf(socket))) {
      await write(stream === 'stderr' ? error : output, data);
    }
  }
}

async function* bytesOf(socket: RawConnection): AsyncGenerator<Buffer> {
  for await (const chunk of socket) {
    if (chunk instanceof Uint8Array) yield Buffer.from(chunk);
  }
}

async function write(stream: Writable, data: Buffer): Promise<void> {
  if (!stream.write(data)) await once(stream, 'drain');
}
