/*
 * The objects that the simulated engine holds, as plain mutable data, and how they are found. It
 * keeps ids unique and never reuses one; what an engine allows is decided in operations.ts.
 */
import {
  ownLabels,
  type Beyond,
  type CompletedContainer,
  type CompletedEndpoint,
  type CompletedImage,
  type Generation,
  type HealthState,
  type ImageConfig,
  type NetworkSpec,
  type Platform,
  type RunState,
  type Target,
} from '../../model/index.js';

export type Labels = Readonly<Record<string, string>>;

export interface WorldImage {
  readonly id: string;
  readonly labels: Labels;
  readonly config: ImageConfig;
  /** Absent for images that no stack made. */
  readonly completed?: CompletedImage;
  readonly references: Set<string>;
  /** The engine's own where it is absent. */
  readonly platform?: Platform;
}
export interface WorldVolume {
  readonly name: string;
  readonly labels: Labels;
  /** Stands for the data: a volume made anew under the same name has another. */
  readonly content: string;
  /** What no spec can say of it. */
  readonly beyond?: readonly Beyond[];
}
export interface WorldNetwork {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly spec: NetworkSpec;
}
export interface WorldContainer {
  readonly id: string;
  name: string;
  readonly labels: Labels;
  readonly imageId: string;
  /** Those that it shares namespaces with are in it by their ids. */
  completed: CompletedContainer;
  /** By network name; the id tells whether the network of that name is still the one. */
  readonly endpoints: Map<string, { readonly networkId: string; endpoint: CompletedEndpoint }>;
  state: RunState;
  exitCode?: number;
  health?: HealthState;
  /** How often it was started. */
  life?: number;
  /** Of those that it shares namespaces with, by id, the life that it is in. */
  joined?: ReadonlyMap<string, number>;
}

/** What a test says of the host that the engine is on. */
export interface WorldHost {
  /** Who listens beside the containers, in words, by port key. */
  readonly listeners: Map<string, string>;
  /** Paths that are not there; every other one is. */
  readonly missing: Set<string>;
  /** Whether nothing of it can be looked at. */
  isElsewhere?: boolean;
  /** What leads to subnets beside the networks, in words. */
  readonly routes: Map<string, string>;
  /** Bytes. */
  free: number;
}

export interface World {
  readonly images: Map<string, WorldImage>;
  readonly volumes: Map<string, WorldVolume>;
  readonly networks: Map<string, WorldNetwork>;
  readonly containers: Map<string, WorldContainer>;
  readonly ledgers: Map<string, Generation>;
  /** Generations before the newest, the newest of them first. */
  readonly history: Map<string, readonly Generation[]>;
  readonly host: WorldHost;
  nextId: number;
}

export function emptyWorld(): World {
  return {
    images: new Map(),
    volumes: new Map(),
    networks: new Map(),
    containers: new Map(),
    ledgers: new Map(),
    history: new Map(),
    host: { listeners: new Map(), missing: new Set(), routes: new Map(), free: 2 ** 40 },
    nextId: 1,
  };
}

/** A new id, unlike any other of the world. */
export function mintId(world: World, prefix: string): string {
  return `${prefix}-${String(world.nextId++).padStart(6, '0')}`;
}

/** Whether a container holds its host ports, network endpoints and volumes open. */
export const isUp = ({ state }: WorldContainer): boolean =>
  state === 'running' || state === 'paused' || state === 'restarting';

export function findByName<T extends { readonly name: string }>(
  objects: ReadonlyMap<string, T>,
  name: string,
): T | undefined {
  return [...objects.values()].find((object) => object.name === name);
}

/** The container a step means: by id where it has one, else by name. */
export function findContainer(
  world: World,
  { id, name, owner }: Target,
): WorldContainer | undefined {
  if (id !== undefined) return world.containers.get(id);
  const found = findByName(world.containers, name);
  const isMeant =
    owner === undefined ||
    (found?.labels[ownLabels.stackId] === owner.stackId &&
      found.labels[ownLabels.address] === owner.address);
  return isMeant ? found : undefined;
}

/** An image by reference, by name without a tag, or by id. */
export function findImage(world: World, reference: string): WorldImage | undefined {
  return (
    [...world.images.values()].find(({ references }) => references.has(reference)) ??
    world.images.get(reference)
  );
}

/** A text of 64 hexadecimal digits that tells inputs apart; no cryptography. */
export function digestOf(text: string): string {
  let digits = '';
  for (let seed = 0; seed < 8; seed++) {
    let hash = 0x811c9dc5 ^ (seed * 0x9e3779b1);
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    digits += (hash >>> 0).toString(16).padStart(8, '0');
  }
  return digits;
}
