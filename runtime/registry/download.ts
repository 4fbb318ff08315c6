/*
 * A blob from a registry to a file: counted and hashed while it comes, and gone on with where a broken
 * connection left it. What has another size or digest than was promised leaves no file.
 */
import { createHash, type Hash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { RegistryError } from './errors.js';
import { refusalOf, tries, unreachable, type Connection } from './connection.js';
import { ConnectionFailed, piecesOf } from './exchange.js';

export interface Blob {
  readonly digest: string;
  readonly size: number;
}

export interface BlobRequest {
  readonly repository: string;
  readonly blob: Blob;
  /** The file to make. */
  readonly path: string;
  /** Told how many bytes have come since the last time; less than none where it begins again. */
  readonly onBytes?: (count: number) => void;
}

/** @throws RegistryError; then the file is not there */
export async function downloadBlob(connection: Connection, request: BlobRequest): Promise<void> {
  const file = await open(request.path, 'wx', 0o600);
  try {
    await receive(connection, request, file);
    await file.sync();
  } catch (error) {
    await rm(request.path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

interface Received {
  size: number;
  hash: Hash;
}

async function receive(
  connection: Connection,
  request: BlobRequest,
  file: FileHandle,
): Promise<void> {
  const { blob } = request;
  const received: Received = { size: 0, hash: createHash('sha256') };
  let broken = 0;
  for (;;) {
    const before = received.size;
    try {
      await receivePart(connection, request, file, received);
      break;
    } catch (error) {
      if (!(error instanceof ConnectionFailed)) throw error;
      // A connection that brought something is no reason to give up.
      broken = received.size > before ? 1 : broken + 1;
      if (broken === tries)
        throw unreachable(actionOf(request, connection), connection.host, error);
      await delay(connection.pause * 2 ** (broken - 1));
    }
  }
  const digest = `sha256:${received.hash.digest('hex')}`;
  if (digest === blob.digest) return;
  throw new RegistryError('content', `${connection.host} sent ${digest} for ${blob.digest}`);
}

const actionOf = ({ blob, repository }: BlobRequest, { host }: Connection): { action: string } => ({
  action: `read ${blob.digest} of ${host}/${repository}`,
});

async function receivePart(
  connection: Connection,
  request: BlobRequest,
  file: FileHandle,
  received: Received,
): Promise<void> {
  const { repository, blob, onBytes } = request;
  if (received.size === blob.size) return;
  const from = received.size;
  const answer = await connection.ask({
    method: 'GET',
    path: `/v2/${repository}/blobs/${blob.digest}`,
    scope: `repository:${repository}:pull`,
    headers: from === 0 ? {} : { range: `bytes=${from}-${blob.size - 1}` },
    ...actionOf(request, connection),
  });
  const goesOn = answer.status === 206 && startOf(answer.headers['content-range']) === from;
  if (!goesOn && answer.status !== 200) {
    throw await refusalOf(answer, actionOf(request, connection), connection);
  }
  if (!goesOn && from > 0) {
    onBytes?.(-from);
    received.size = 0;
    received.hash = createHash('sha256');
    await file.truncate(0);
  }
  for await (const piece of piecesOf(answer)) {
    if (received.size + piece.length > blob.size) throw wrongSize(connection, blob, 'more');
    await file.write(piece, 0, piece.length, received.size);
    received.hash.update(piece);
    received.size += piece.length;
    onBytes?.(piece.length);
  }
  if (received.size < blob.size) throw wrongSize(connection, blob, 'fewer');
}

const startOf = (range: string | undefined): number | undefined => {
  const start = /^bytes (\d+)-/.exec(range ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
};

/** An answer that is whole by its own word and has another size is a lie, not an accident. */
function wrongSize(
  { host }: Connection,
  { digest, size }: Blob,
  what: 'more' | 'fewer',
): RegistryError {
  return new RegistryError('content', `${host} sent ${what} than the ${size} bytes of ${digest}`);
}
