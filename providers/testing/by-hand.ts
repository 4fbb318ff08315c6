/*
 * The hand of somebody who makes an object anew past Stowage, with the labels that it had and something of it
 * otherwise: the request that Stowage would make, with another one laid over it, in the engine's own words.
 */
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import {
  isJsonObject,
  toJson,
  type CompletedContainer,
  type JsonValue,
  type NetworkSpec,
  type VolumeSpec,
} from '../../model/index.js';
import { contentOf, writeArchive } from '../docker/archive/index.js';
import { jsonLines, negotiate, openClient } from '../docker/client/index.js';
import { containerToEngine, networkToEngine, volumeToEngine } from '../docker/lenses/index.js';
import { targetAt } from '../docker/reach/index.js';
import type { Daemon } from './daemon.js';

export type Json = Readonly<Record<string, JsonValue | undefined>>;
type Labels = Readonly<Record<string, string>>;

/** A file as a hand writes it. */
export interface HandWritten {
  readonly target: string;
  readonly content: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

export interface ByHand {
  /** Writes a file in a container, or where it is mounted from. */
  readonly writeFile: (container: string, file: HandWritten) => Promise<void>;
  /** Makes a container that nobody owns, by a request that is laid over the one that Stowage would make. */
  readonly makeContainer: (completed: CompletedContainer, by: Json) => Promise<void>;
  /** Removes an object, and makes it by a request that is laid over the one that it was made by. */
  readonly remakeContainer: (
    completed: CompletedContainer,
    labels: Labels,
    by: Json,
  ) => Promise<void>;
  readonly remakeVolume: (spec: VolumeSpec, labels: Labels, by: Json) => Promise<void>;
  readonly remakeNetwork: (spec: NetworkSpec, labels: Labels, by: Json) => Promise<void>;
  /** Puts an image under the name of another, which is made from that one by further instructions. */
  readonly remakeImage: (reference: string, instructions: readonly string[]) => Promise<void>;
}

/** Members of an object are laid over those of another, others put in its place (RFC 7386). */
export function mergePatch(value: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, JsonValue | undefined> = isJsonObject(value) ? { ...value } : {};
  for (const [name, member] of Object.entries(patch)) {
    if (member === null) Reflect.deleteProperty(merged, name);
    else if (member !== undefined) merged[name] = mergePatch(merged[name], member);
  }
  return merged;
}

export async function byHand({ address, socketPath }: Daemon): Promise<ByHand> {
  const { api, dialect } = await greet(address);
  const call = (method: string, path: string, body?: JsonValue): Promise<void> =>
    send(socketPath, method, `/v${api}${path}`, body);
  const make = async (kind: string, name: string, made: object, by: Json): Promise<void> => {
    const query = kind === 'containers' ? `?name=${name}` : '';
    await call('POST', `/${kind}/create${query}`, mergePatch(toJson(made), toJson(by)));
  };
  const remake = async (kind: string, name: string, made: object, by: Json): Promise<void> => {
    await call('DELETE', `/${kind}/${name}`);
    await make(kind, name, made, by);
  };
  return {
    writeFile: (container, file) => writeFile({ address }, container, file),
    makeContainer: (completed, by) => {
      const made = containerToEngine(completed, {}).request;
      return make('containers', completed.name, dialect.request(made), by);
    },
    remakeContainer: (completed, labels, by) => {
      const made = containerToEngine(completed, labels).request;
      return remake('containers', completed.name, dialect.request(made), by);
    },
    remakeVolume: (spec, labels, by) =>
      remake('volumes', spec.name, volumeToEngine(spec, labels), by),
    remakeNetwork: (spec, labels, by) =>
      remake('networks', spec.name, networkToEngine(spec, labels), by),
    remakeImage: (reference, instructions) => buildUpon({ address }, reference, instructions),
  };
}

async function writeFile(
  { address }: Pick<Daemon, 'address'>,
  container: string,
  { target, content, uid, gid, mode }: HandWritten,
): Promise<void> {
  const { transport } = await negotiate(targetAt(address));
  const client = openClient(transport);
  const mounts = (await client.findContainer(container))?.mounts ?? [];
  const mounted = mounts.find((one) => one.target === target);
  if (mounted) {
    writeFileSync(mounted.source, content);
    chownSync(mounted.source, uid, gid);
    chmodSync(mounted.source, mode);
  } else {
    const file = { kind: 'file', name: target.slice(1), mode, uid, gid } as const;
    const archive = writeArchive([{ ...file, content: contentOf(content) }]);
    await client.writeArchive(container, '/', Readable.from(archive, { objectMode: false }));
  }
  transport.close();
}

async function buildUpon(
  { address }: Pick<Daemon, 'address'>,
  reference: string,
  instructions: readonly string[],
): Promise<void> {
  const { transport } = await negotiate(targetAt(address));
  const client = openClient(transport);
  const text = [`FROM ${reference}`, ...instructions, ''].join('\n');
  const file = { kind: 'file', name: 'Dockerfile', mode: 0o644, uid: 0, gid: 0 } as const;
  const context = Readable.from(writeArchive([{ ...file, content: contentOf(text) }]), {
    objectMode: false,
  });
  const query = { reference, labels: {}, arguments: {} };
  const attempt = { action: `build ${reference}`, verb: 'build' } as const;
  const body = await client.buildImage(query, context, new AbortController().signal);
  let said = 0;
  // A failure stands in what it says, at the end.
  for await (const message of jsonLines(body, attempt, client.dialect.rules)) {
    said += message.textOr('stream', '').length;
  }
  if (said === 0) throw new Error(`nothing was said of the build of ${reference}`);
  transport.close();
}

async function greet(address: string) {
  const { transport, greeting } = await negotiate(targetAt(address));
  transport.close();
  return { api: greeting.api, dialect: transport.dialect };
}

/** @throws Error with what the engine says when it refuses */
function send(socketPath: string, method: string, path: string, body?: JsonValue): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request({ socketPath, method, path, headers }, (answer) => {
      const chunks: string[] = [];
      answer.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
      answer.on('end', () => {
        const { statusCode = 500 } = answer;
        if (statusCode < 300) resolve();
        else reject(new Error(`${method} ${path}: ${statusCode} ${chunks.join('')}`));
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
