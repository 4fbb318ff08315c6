/*
 * Stacks written in a few words: resources with derived names and dependencies, and their
 * resolution as `providers` does it, with made-up content keys instead of files on disk.
 */
import {
  canonicalJson,
  completeContainer,
  completeImageConfig,
  imageSource,
  completeNetwork,
  completeVolume,
  emptyImageConfig,
  formatAddress,
  plainLifecycle,
  imageReference,
  sealText,
  toJson,
  type AddressKey,
  type CompletedImage,
  type Condition,
  type ContainerSpec,
  type Dependency,
  type ImageConfig,
  type ImageSpec,
  type Kind,
  type Lifecycle,
  type MountContents,
  type NetworkSpec,
  type Resource,
  type Seal,
  type Span,
  type VolumeSpec,
} from '../../model/index.js';
import type { Desired, Statements } from '../facts.js';
import { sealsOf } from '../secrecy.js';
import { cheapFingerprint } from './cheap-fingerprint.js';
import { digestOf } from './world.js';

export interface Written {
  readonly resource: Resource;
  /** Contents of copied files, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** What is behind the bind mounts of a container. */
  readonly content?: MountContents;
}

interface Extras {
  readonly key?: AddressKey;
  /** Path of the module that it is in. */
  readonly module?: string;
  /** Lines of `main.stow` that attributes stand on, by path. */
  readonly lines?: Readonly<Record<string, number>>;
  readonly protect?: boolean;
  readonly ignore?: readonly string[];
  readonly order?: Lifecycle['order'];
  readonly onFailure?: Lifecycle['onFailure'];
  readonly after?: readonly (readonly [string, Condition])[];
  /** Paths of values that were made from secrets. */
  readonly secrets?: readonly string[];
  /** Contents of files behind bind mounts, by target and path. */
  readonly behind?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

function lifecycleOf({ protect, ignore, order, onFailure }: Extras): Lifecycle {
  return {
    protect: protect ?? plainLifecycle.protect,
    ignoreChanges: ignore ?? plainLifecycle.ignoreChanges,
    order: order ?? plainLifecycle.order,
    onFailure: onFailure ?? plainLifecycle.onFailure,
  };
}

export const noStatements: Statements = { moved: [], removed: [], imports: [] };

/** A place in `main.stow`. */
export const spanAt = (line: number, column = 1): Span => ({
  file: 'main.stow',
  start: { offset: 0, line, column },
  end: { offset: 1, line, column: column + 1 },
});

function common(kind: Kind, symbol: string, extras: Extras) {
  const { key, module, lines = {}, after = [], secrets } = extras;
  return {
    address: formatAddress({
      ...(module === undefined ? {} : { module }),
      kind,
      symbol,
      ...(key === undefined ? {} : { key }),
    }),
    name: `shop-${symbol}${key === undefined ? '' : `-${key}`}`,
    dependsOn: after.map(([address, condition]): Dependency => ({
      address,
      condition,
      via: 'after',
      span: spanAt(1),
    })),
    lifecycle: lifecycleOf(extras),
    ...(secrets && { secrets }),
    span: spanAt(1),
    spans: Object.fromEntries(Object.entries(lines).map(([path, line]) => [path, spanAt(line, 3)])),
  };
}

/** `files` are the contents that its copy steps would find. */
export function image(
  symbol: string,
  spec: Partial<ImageSpec> = {},
  files: Readonly<Record<string, string>> = {},
  extras: Extras = {},
): Written {
  const { name, ...rest } = common('image', symbol, extras);
  const full: ImageSpec = {
    name: name.replace('shop-', 'shop/'),
    from: { kind: 'scratch' },
    ...spec,
  };
  return { resource: { kind: 'image', ...rest, spec: full }, files };
}

export function volume(
  symbol: string,
  spec: Partial<VolumeSpec> = {},
  extras: Extras = {},
): Written {
  const { name, ...rest } = common('volume', symbol, extras);
  return { resource: { kind: 'volume', ...rest, spec: { name, ...spec } }, files: {} };
}

export function network(
  symbol: string,
  spec: Partial<NetworkSpec> = {},
  extras: Extras = {},
): Written {
  const { name, ...rest } = common('network', symbol, extras);
  return { resource: { kind: 'network', ...rest, spec: { name, ...spec } }, files: {} };
}

export function container(
  symbol: string,
  spec: Partial<ContainerSpec> = {},
  extras: Extras = {},
): Written {
  const { name, ...rest } = common('container', symbol, extras);
  const full: ContainerSpec = { name, image: 'busybox:1', networks: {}, ...spec };
  const { behind } = extras;
  const content =
    behind &&
    Object.fromEntries(
      Object.entries(behind).map(([target, files]) => [
        target,
        { source: 'conf', hash: digestOf(canonicalJson(files)), files },
      ]),
    );
  return {
    resource: { kind: 'container', ...rest, spec: full },
    files: {},
    ...(content && { content }),
  };
}

/** `moved { from, to }` for each pair. */
export const moved = (...pairs: readonly (readonly [string, string])[]) => ({
  moved: pairs.map(([from, to]) => ({ from, to, span: spanAt(9) })),
});
/** `removed { from, destroy: false }` for each address. */
export const letGoOf = (...addresses: readonly string[]) => ({
  removed: addresses.map((from) => ({ from, destroy: false, span: spanAt(9) })),
});
/** `--target` for each address. */
export const targets = (...addresses: readonly string[]) => ({
  part: { targets: addresses, excludes: [] },
});
/** `--exclude` for each address. */
export const excludes = (...addresses: readonly string[]) => ({
  part: { targets: [], excludes: addresses },
});
/** `import { to, id }` for each pair. */
export const imported = (...pairs: readonly (readonly [string, string])[]) => ({
  imports: pairs.map(([to, id]) => ({ to, id, span: spanAt(9) })),
});

/** The settings of an image that no stack made. */
export const foreignConfig: ImageConfig = { ...emptyImageConfig, command: ['sh'] };

/** The id of the stack whose secrets are sealed. */
const stackId = '11111111-1111-4111-8111-111111111111';

const resolved = new WeakMap<readonly Written[], readonly Desired[]>();

/** The resources of a stack as the planner takes them. Images may be written in any order. */
export function resolve(stack: readonly Written[]): readonly Desired[] {
  const known = resolved.get(stack) ?? resolveAnew(stack);
  resolved.set(stack, known);
  return known;
}

function resolveAnew(stack: readonly Written[]): readonly Desired[] {
  const images = new Map<string, CompletedImage>();
  const sealed = new Map<string, readonly Seal[]>();
  const owners = new Map(
    stack.map(({ resource }) => [`${resource.kind} ${resource.spec.name}`, resource]),
  );
  const dependencies = (resource: Resource, uses: readonly (readonly [Kind, string, string])[]) => [
    ...resource.dependsOn,
    ...uses.flatMap(([kind, name, via]): readonly Dependency[] => {
      const owner = owners.get(`${kind} ${name}`);
      return owner ? [{ address: owner.address, condition: 'exists', via, span: spanAt(1) }] : [];
    }),
  ];
  const resolveImage = (written: Written & { resource: { kind: 'image' } }): Desired => {
    const { resource, files } = written;
    const from = imageSource(resource.spec);
    const base = from.kind === 'image' ? from.name : '';
    const parent = stack.find(isImage(base));
    if (parent && !images.has(base)) resolveImage(parent);
    const known = images.get(base);
    const config = completeImageConfig(
      resource.spec,
      known?.config ?? (base === '' ? emptyImageConfig : foreignConfig),
    );
    const identity = { base: known?.key ?? base, steps: resource.spec.steps ?? [], files, config };
    const seals = [
      ...(sealed.get(base) ?? []),
      ...sealsOf([resource], (text) => cheapFingerprint(stackId, text)),
    ];
    sealed.set(resource.spec.name, seals);
    const key = digestOf(sealText(canonicalJson(toJson(identity)), seals));
    const completed: CompletedImage = { name: resource.spec.name, key, from, ...identity };
    images.set(resource.spec.name, completed);
    const spec = known
      ? { ...resource.spec, from: { kind: 'image' as const, name: imageReference(known) } }
      : resource.spec;
    const dependsOn = dependencies(resource, [['image', base, 'from']]);
    const own = { kind: 'image', resource: { ...resource, spec, dependsOn }, completed } as const;
    return seals.length > 0 ? { ...own, seals } : own;
  };
  const desired: Desired[] = stack.flatMap((written) =>
    isImage()(written) ? [resolveImage(written)] : [],
  );
  for (const { resource, content } of stack) {
    if (resource.kind === 'volume') {
      desired.push({ kind: 'volume', resource, completed: completeVolume(resource.spec) });
    } else if (resource.kind === 'network') {
      desired.push({ kind: 'network', resource, completed: completeNetwork(resource.spec) });
    } else if (resource.kind === 'container') {
      const known = images.get(resource.spec.image);
      const dependsOn = dependencies(resource, [
        ['image', resource.spec.image, 'image'],
        ...Object.keys(resource.spec.networks ?? {}).map(
          (name) => ['network', name, `networks.${name}`] as const,
        ),
        ...(resource.spec.mounts ?? []).map(({ source }) => ['volume', source, 'mounts'] as const),
      ]);
      const spec = known ? { ...resource.spec, image: imageReference(known) } : resource.spec;
      const completed = completeContainer(spec, known?.config ?? foreignConfig);
      const own = {
        kind: 'container',
        resource: { ...resource, spec, dependsOn },
        completed,
      } as const;
      desired.push(content ? { ...own, content } : own);
    }
  }
  return desired;
}

const isImage =
  (name?: string) =>
  (written: Written): written is Written & { resource: { kind: 'image' } } =>
    written.resource.kind === 'image' &&
    (name === undefined || written.resource.spec.name === name);
