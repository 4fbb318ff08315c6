/*
 * Namespaces that a container shares with another one: which they are, and how a spec says so. It holds
 * `container:` and the name of the other in the engine, as Compose and the engines do.
 */
import type { ContainerSettings } from './schemas/index.js';

/** The attributes that take another container, with what is shared by each. */
export const sharedNamespaces = {
  network_mode: 'network',
  pid: 'processes',
  ipc: 'shared memory',
} as const;

export type SharedNamespace = keyof typeof sharedNamespaces;

export const sharedAttributes: readonly SharedNamespace[] = ['network_mode', 'pid', 'ipc'];
const prefix = 'container:';

/** How a spec says that a namespace is that of a container. */
export const ofContainer = (name: string): `container:${string}` => `${prefix}${name}`;

/** The container whose namespace a mode means, as it is written there. */
export const containerOf = (mode: string | undefined): string | undefined =>
  mode?.startsWith(prefix) === true ? mode.slice(prefix.length) : undefined;

type Modes = Pick<ContainerSettings, SharedNamespace>;
/** As an engine tells them. */
type ToldModes = { readonly [A in SharedNamespace]?: string | undefined };

export interface Sharing {
  readonly attribute: SharedNamespace;
  /** The other container: its name, or an id that no name is known for. */
  readonly container: string;
}

/** The namespaces that a container shares with others. */
export function sharingOf(modes: ToldModes): readonly Sharing[] {
  return sharedAttributes.flatMap((attribute) => {
    const container = containerOf(modes[attribute]);
    return container === undefined ? [] : [{ attribute, container }];
  });
}

/** The same with other containers in the place of those that are shared with. */
export function withShared<T extends Modes>(
  modes: T,
  rename: (container: string, attribute: SharedNamespace) => string | undefined,
): T {
  const renamed = sharingOf(modes).flatMap(({ attribute, container }) => {
    const name = rename(container, attribute);
    return name === undefined ? [] : [[attribute, ofContainer(name)] as const];
  });
  return renamed.length === 0 ? modes : { ...modes, ...Object.fromEntries(renamed) };
}
