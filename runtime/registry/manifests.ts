/*
 * From a name to an image of one platform: the document behind a tag or digest, through indexes to a
 * manifest, and its config. Every document is checked against the digest that led to it.
 */
import { createHash } from 'node:crypto';
import {
  choosePlatform,
  formatImageName,
  formatPlatform,
  type ImageName,
  isOfPlatform,
  normalPlatform,
  type Platform,
} from '../../model/index.js';
import {
  configShape,
  digestShape,
  indexShape,
  manifestShape,
  mediaTypes,
  type Descriptor,
  type Manifest,
  type OciConfig,
} from '../oci-image/index.js';
import { ShapeError, type Shape } from '../store/index.js';
import { refusalOf, unreachable, type Connection } from './connection.js';
import { RegistryError } from './errors.js';
import { ConnectionFailed, readBody, type Answer } from './exchange.js';

/** Documents are small; larger ones are not read. */
const documentLimit = 4 << 20;

const accepted = [
  mediaTypes.index,
  mediaTypes.dockerIndex,
  mediaTypes.manifest,
  mediaTypes.dockerManifest,
].join(', ');

/** An image of a registry for one platform. */
export interface RemoteImage {
  /** What the name stands for: the digest of the index where there is one. */
  readonly digest: string;
  /** The manifest for the platform. */
  readonly manifestDigest: string;
  readonly manifest: Manifest;
  /** The bytes of the manifest. */
  readonly manifestText: string;
  readonly config: OciConfig;
  /** The bytes of the config, which its digest is over. */
  readonly configText: string;
}

interface Document {
  readonly digest: string;
  readonly mediaType: string;
  readonly text: string;
}

const scopeOf = ({ repository }: ImageName): string => `repository:${repository}:pull`;
const actionOf = (name: ImageName): { action: string } => ({
  action: `read ${formatImageName(name)}`,
});

/** The digest that a name stands for now. @throws RegistryError */
export async function remoteDigest(connection: Connection, name: ImageName): Promise<string> {
  if (name.digest !== undefined) return name.digest;
  return (await readManifest(connection, name, name.tag ?? 'latest')).digest;
}

/**
 * What a name stands for, on one platform.
 * @throws RegistryError `not-found`, `unsupported` when there is nothing for the platform
 */
export async function readRemoteImage(
  connection: Connection,
  name: ImageName,
  platform: Platform,
): Promise<RemoteImage> {
  const top = await readManifest(connection, name, name.digest ?? name.tag ?? 'latest');
  const document = await throughIndexes(connection, name, platform, top, 0);
  const manifest = parse(name, document, manifestShape);
  const { config: descriptor } = manifest;
  const text = await readConfig(connection, name, descriptor);
  const config = parse(name, { ...descriptor, text }, configShape);
  const { layers } = manifest;
  if (config.rootfs.diff_ids.length !== layers.length) {
    throw damaged(name, 'manifest and config count different layers');
  }
  if (config.architecture !== '' && !isOfPlatform(config, platform)) {
    throw notForPlatform(name, platform, [config]);
  }
  return {
    digest: top.digest,
    manifestDigest: document.digest,
    manifestText: document.text,
    manifest,
    config,
    configText: text,
  };
}

async function throughIndexes(
  connection: Connection,
  name: ImageName,
  platform: Platform,
  document: Document,
  depth: number,
): Promise<Document> {
  const { mediaType } = document;
  if (mediaType === mediaTypes.manifest || mediaType === mediaTypes.dockerManifest) return document;
  const isIndex = mediaType === mediaTypes.index || mediaType === mediaTypes.dockerIndex;
  if (!isIndex || depth > 3) {
    throw new RegistryError('unsupported', `${formatImageName(name)} is of the type ${mediaType}`, {
      hint: 'It is no image, or one of a form that registries have given up.',
    });
  }
  const { manifests } = parse(name, document, indexShape);
  const own = choosePlatform(manifests, platform, (one) => one.platform);
  const next = own ?? (manifests.length === 1 ? manifests[0] : undefined);
  if (!next) {
    // What is said of an image stands beside it, for no platform.
    const offered = manifests.flatMap(({ platform: other }) =>
      other && other.os !== 'unknown' ? [other] : [],
    );
    throw notForPlatform(name, platform, offered);
  }
  const found = await readManifest(connection, name, next.digest);
  return throughIndexes(connection, name, platform, found, depth + 1);
}

function notForPlatform(
  name: ImageName,
  wanted: Platform,
  platforms: readonly Platform[],
): RegistryError {
  const texts = platforms.map((one) => formatPlatform(normalPlatform(one)));
  const offered = [...new Set(texts)];
  return new RegistryError(
    'other-platform',
    `${formatImageName(name)} is not made for ${formatPlatform(wanted)}`,
    { hint: `It is for ${offered.join(', ') || 'no platform at all'}.`, offered },
  );
}

async function readManifest(
  connection: Connection,
  name: ImageName,
  reference: string,
): Promise<Document> {
  const answer = await connection.ask({
    method: 'GET',
    path: `/v2/${name.repository}/manifests/${reference}`,
    scope: scopeOf(name),
    headers: { accept: accepted },
    ...actionOf(name),
  });
  if (answer.status !== 200) throw await missingOrRefused(answer, connection, name);
  const mediaType = answer.headers['content-type']?.replace(/;.*$/, '').trim() ?? '';
  const bytes = await readDocument(answer, connection, name);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const isDigest = reference.startsWith('sha256:');
  const promised = isDigest ? reference : headerDigest(answer, name);
  if (promised !== undefined && promised !== digest) {
    throw damaged(name, `${promised} was asked for and ${digest} was sent`);
  }
  return { digest, mediaType, text: bytes.toString('utf8') };
}

/** The registry says itself what it sends; that has to be so. */
function headerDigest({ headers }: Answer, name: ImageName): string | undefined {
  const header = headers['docker-content-digest'];
  if (typeof header !== 'string') return undefined;
  try {
    return digestShape(header);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw damaged(name, 'the registry names a digest that is none');
  }
}

async function missingOrRefused(
  answer: Answer,
  connection: Connection,
  name: ImageName,
): Promise<RegistryError> {
  const refusal = await refusalOf(answer, actionOf(name), connection);
  if (refusal.kind !== 'not-found') return refusal;
  return new RegistryError(
    'not-found',
    `the registry ${connection.host} has no ${formatImageName(name)}`,
    {
      hint: 'Is the tag written right? A repository that others may not see looks the same.',
    },
  );
}

async function readConfig(
  connection: Connection,
  name: ImageName,
  { digest, size }: Descriptor,
): Promise<string> {
  const answer = await connection.ask({
    method: 'GET',
    path: `/v2/${name.repository}/blobs/${digest}`,
    scope: scopeOf(name),
    ...actionOf(name),
  });
  if (answer.status !== 200) throw await refusalOf(answer, actionOf(name), connection);
  const bytes = await readDocument(answer, connection, name);
  const found = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (found !== digest || bytes.length !== size) {
    throw damaged(name, `${digest} was asked for and ${found} was sent`);
  }
  return bytes.toString('utf8');
}

async function readDocument(
  answer: Answer,
  connection: Connection,
  name: ImageName,
): Promise<Buffer> {
  try {
    return await readBody(answer, documentLimit);
  } catch (error) {
    if (!(error instanceof ConnectionFailed)) throw error;
    throw unreachable(actionOf(name), connection.host, error);
  }
}

function parse<T>(
  name: ImageName,
  { digest, text }: Pick<Document, 'digest' | 'text'>,
  shape: Shape<T>,
): T {
  try {
    const value: unknown = JSON.parse(text);
    return shape(value);
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof SyntaxError)) throw error;
    throw damaged(name, `${digest}: ${error.message}`);
  }
}

function damaged(name: ImageName, reason: string): RegistryError {
  return new RegistryError('content', `${formatImageName(name)} cannot be used: ${reason}`);
}
