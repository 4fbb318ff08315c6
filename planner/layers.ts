/*
 * Where the two values of a change come from: the files, the image, a default, or a living object alone.
 * What the files say is in the spec; what is not there and is no default can only be the image's.
 */
import {
  completeContainer,
  completeImageConfig,
  completeNetwork,
  completeVolume,
  emptyImageConfig,
  equalJson,
  isJsonArray,
  isJsonObject,
  resolveImagePath,
  toJson,
  type Change,
  type ImageConfig,
  type ImageSpec,
  type JsonValue,
  type Layer,
  type Resource,
} from '../model/index.js';
import { parsePath, valueAt } from './diff.js';

/** What is known of a living object beside its values. */
export interface Living {
  /** The spec last applied to it; `undefined` when nothing says what it was. */
  readonly applied: () => object | undefined;
  /** Settings of the image that it was made from, of a container. */
  readonly image?: ImageConfig;
}

/** The changes with the origin of their values. */
export function withLayers(
  changes: readonly Change[],
  resource: Resource,
  living: Living,
): readonly Change[] {
  if (changes.length === 0) return changes;
  const wanted = layersOf(resource, resource.spec);
  const given = living.applied();
  const applied = given && layersOf(resource, given);
  const untouched = toJson(bareContainer(living.image ?? emptyImageConfig));
  return changes.map((change): Change => {
    const path = parsePath(change.path);
    const { before, after, origin } = change;
    const live = (value: JsonValue): Layer => {
      if (applied) return origin === 'you' ? applied(path, value) : 'live';
      if (resource.kind !== 'container') return 'live';
      return equalJson(valueAt(untouched, path), value)
        ? wanted(path, value, 'undeclared')
        : 'live';
    };
    const from = {
      ...(before !== undefined && resource.kind !== 'image' && { before: live(before) }),
      ...(after !== undefined && { after: wanted(path, after) }),
    };
    return { ...change, from };
  });
}

type LayerAt = (path: readonly string[], value: JsonValue, known?: 'undeclared') => Layer;

/** What an image may say of its containers. */
const ofImages = [
  'entrypoint',
  'command',
  'env',
  'user',
  'workdir',
  'labels',
  'stop_signal',
  'health',
];
/** What the language derives from the address where nobody writes it. */
const derived = ['name', 'hostname'];

function layersOf(resource: Resource, given: object): LayerAt {
  if (resource.kind === 'image') return imageLayers(resource.spec);
  const spec = toJson(given);
  const bare = bareResources[resource.kind];
  const images = resource.kind === 'container' ? ofImages : [];
  return (path, value, known) => {
    const [attribute = ''] = path;
    if (derived.includes(attribute)) return resource.spans[attribute] ? 'declared' : 'default';
    if (known !== 'undeclared' && isDeclared(spec, path)) return 'declared';
    // A check that is declared has nothing of the image's.
    const isOwn = attribute === 'health' && isDeclared(spec, [attribute]);
    if (isOwn || !images.includes(attribute) || equalJson(valueAt(bare, path), value))
      return 'default';
    return 'image';
  };
}

const bareContainer = (image: ImageConfig) =>
  completeContainer({ name: '', image: '', networks: {} }, image);

/** Resources of which nothing is written. */
const bareResources: { readonly [K in Exclude<Resource['kind'], 'image'>]: JsonValue } = {
  container: toJson(bareContainer(emptyImageConfig)),
  network: toJson(completeNetwork({ name: '' })),
  volume: toJson(completeVolume({ name: '' })),
};

/** Settings of an image are its own or those of its base; its content is what is written. */
function imageLayers(spec: ImageSpec): LayerAt {
  const own = toJson(completeImageConfig(spec, emptyImageConfig));
  const none = toJson(emptyImageConfig);
  return ([part = '', ...path], value) => {
    if (part === 'base') return 'image';
    if (part !== 'config') return 'declared';
    if (!equalJson(valueAt(own, path), value)) return 'image';
    return equalJson(valueAt(none, path), value) ? 'default' : 'declared';
  };
}

/** Whether a spec says something at a path of its completed form. */
function isDeclared(spec: JsonValue, path: readonly string[]): boolean {
  const [attribute, key, ...rest] = path;
  const value = valueAt(spec, [attribute ?? '']);
  if (value === undefined || key === undefined) return value !== undefined;
  if (attribute === 'mounts' && isJsonArray(value)) {
    const mount = value.find((one) => isJsonObject(one) && isPath(one['target'], key));
    return mount !== undefined && hasPath(mount, rest);
  }
  if (attribute === 'tmpfs' && isJsonObject(value)) {
    const found = Object.keys(value).find((target) => isPath(target, key));
    return found !== undefined && hasPath(value, [found, ...rest]);
  }
  return hasPath(value, [key, ...rest]);
}

const isPath = (written: JsonValue | undefined, completed: string): boolean =>
  typeof written === 'string' && resolveImagePath('/', written) === completed;

/** Whether a path leads somewhere; what stands in a list is there as a whole. */
function hasPath(value: JsonValue, path: readonly string[]): boolean {
  let current: JsonValue | undefined = value;
  for (const key of path) {
    if (isJsonArray(current)) return true;
    if (!isJsonObject(current)) return false;
    current = current[key];
  }
  return current !== undefined;
}
