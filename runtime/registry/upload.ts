/*
 * Blobs and manifests to a registry. A blob that it has is not sent; one that it has in another repository
 * is mounted from there.
 */
import type { Readable } from 'node:stream';
import { refusalOf, type Connection } from './connection.js';
import type { Blob } from './download.js';
import { RegistryError } from './errors.js';
import type { Answer } from './exchange.js';

export interface Upload {
  readonly repository: string;
  readonly blob: Blob;
  /** Repositories of the same registry that may have it already. */
  readonly elsewhere: readonly string[];
  readonly open: () => Readable;
}

export type Uploaded = 'there' | 'mounted' | 'sent';

const scopeOf = (repository: string): string => `repository:${repository}:pull,push`;

/** @throws RegistryError */
export async function uploadBlob(connection: Connection, upload: Upload): Promise<Uploaded> {
  const { repository, blob, elsewhere } = upload;
  const action = `push ${blob.digest} to ${connection.host}/${repository}`;
  const scope = scopeOf(repository);
  const path = `/v2/${repository}/blobs/${blob.digest}`;
  const there = await connection.ask({ method: 'HEAD', path, scope, action });
  there.body.destroy();
  if (there.status === 200) return 'there';
  for (const from of elsewhere) {
    const query = new URLSearchParams({ mount: blob.digest, from });
    const mounted = await open(connection, repository, `?${query.toString()}`, action);
    if (mounted.status === 201) return 'mounted';
    // The registry has opened an upload instead, which is as good as any.
    if (mounted.status === 202) return send(connection, upload, locationOf(mounted), action);
  }
  const opened = await open(connection, repository, '', action);
  if (opened.status !== 202) throw await refusalOf(opened, { action }, connection);
  return send(connection, upload, locationOf(opened), action);
}

async function open(
  connection: Connection,
  repository: string,
  query: string,
  action: string,
): Promise<Answer> {
  const answer = await connection.ask({
    method: 'POST',
    path: `/v2/${repository}/blobs/uploads/${query}`,
    scope: scopeOf(repository),
    headers: { 'content-length': '0' },
    action,
  });
  if (answer.status === 201 || answer.status === 202) answer.body.destroy();
  return answer;
}

function locationOf({ headers, url }: Answer): URL {
  const { location } = headers;
  if (location !== undefined && URL.canParse(location, url.href)) return new URL(location, url);
  throw new RegistryError('content', `${url.host} does not say where to send what is pushed`);
}

async function send(
  connection: Connection,
  { repository, blob, open: read }: Upload,
  location: URL,
  action: string,
): Promise<Uploaded> {
  location.searchParams.set('digest', blob.digest);
  const answer = await connection.ask({
    method: 'PUT',
    path: location,
    scope: scopeOf(repository),
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(blob.size),
    },
    stream: read,
    action,
  });
  if (answer.status !== 201) throw await refusalOf(answer, { action }, connection);
  answer.body.destroy();
  return 'sent';
}

/** @throws RegistryError */
export async function putManifest(
  connection: Connection,
  repository: string,
  reference: string,
  { mediaType, content }: { readonly mediaType: string; readonly content: Buffer },
): Promise<void> {
  const action = `push ${connection.host}/${repository}:${reference}`;
  const answer = await connection.ask({
    method: 'PUT',
    path: `/v2/${repository}/manifests/${reference}`,
    scope: scopeOf(repository),
    headers: { 'content-type': mediaType, 'content-length': String(content.length) },
    body: content,
    action,
  });
  if (answer.status !== 201) throw await refusalOf(answer, { action }, connection);
  answer.body.destroy();
}
