/*
 * Has the engine pull an image by its digest. It keeps the tag too, so that people know it and pruning
 * spares it, unless that tag is of an image that came from elsewhere, or of one for another platform than was
 * asked for.
 */
import {
  askedPlatform,
  EngineError,
  formatDigest,
  formatTag,
  isOfPlatform,
  parseImageName,
  type StepOutcome,
} from '../../../model/index.js';
import { jsonLines } from '../client/index.js';
import { registryDigest } from '../lenses/index.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { registryAccess } from './registry-access.js';

export async function pullImage(
  context: Pick<StepContext, 'client' | 'progress'>,
  { reference, platform }: OperationOf<'pull-image'>,
): Promise<StepOutcome> {
  const { client } = context;
  const name = parseImageName(reference);
  if (name?.digest === undefined) {
    throw new EngineError('invalid', `${reference} is no name of an image with a digest`);
  }
  const byDigest = formatDigest(name);
  if (!(await client.findImage(byDigest))) await fetchImage(context, reference, platform);
  const image = await client.findImage(byDigest);
  if (!image) throw new EngineError('not-applied', `image "${reference}" was not pulled`);
  if (name.tag === undefined) return noRemarks;
  const tag = formatTag(name);
  const holder = await client.findImage(tag);
  const asked = askedPlatform(platform);
  const isOther = holder && asked && !isOfPlatform(holder.platform, asked);
  const isFree = !holder || (registryDigest(holder, tag) !== undefined && !isOther);
  if (isFree && holder?.id !== image.id) await client.tagImage(image.id, tag);
  return noRemarks;
}

async function fetchImage(
  { client, progress }: Pick<StepContext, 'client' | 'progress'>,
  reference: string,
  platform: string | undefined,
): Promise<void> {
  const name = parseImageName(reference);
  if (!name) return;
  const { digest = '' } = name;
  const repository = formatDigest(name).replace(/@.*$/, '');
  const registry = await registryAccess(name.host, process.env);
  const query = { reference, repository, version: digest, platform };
  const body = await client.pullImage(query, registry, progress.signal);
  const attempt = { action: `pull ${reference}`, verb: 'pull', registry } as const;
  const layers = new Map<string, boolean>();
  let told = '';
  try {
    for await (const message of jsonLines(body, attempt, client.dialect.rules)) {
      noteLayer(layers, message.textOr('id', ''), message.textOr('status', ''));
      const here = [...layers.values()].filter(Boolean).length;
      const text = `${here} of ${layers.size} layers`;
      if (layers.size > 0 && text !== told) progress.report(text);
      told = text;
    }
  } catch (error) {
    if (!progress.signal.aborted) throw error;
    throw new EngineError('interrupted', `stopped pulling ${reference}`, { cause: error });
  }
}

/** Layers by their short ids, and whether they are here. */
function noteLayer(layers: Map<string, boolean>, id: string, status: string): void {
  if (!/^[0-9a-f]{12}$/.test(id)) return;
  layers.set(id, /^(?:Already exists|Pull complete)$/.test(status));
}
