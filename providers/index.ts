/*
 * The public face of the providers: opens an engine by name, and resolves a stack against it.
 * Each engine's code is loaded only when it is asked for.
 */
import { parseEngineAddress, type Lack } from '../model/index.js';
import type { AgentEnd, AgentOptions, EnteredCommand, Ending, Manager } from '../runtime/index.js';
import type { Untold } from './docker/dialect/podman/untold.js';
import type { Provider, ProviderOptions } from './provider.js';

export type { Ending } from '../runtime/index.js';
export type { Provider, ProviderOptions } from './provider.js';
export { changedContents } from './changed-contents.js';
export { changedCopies, type CopyContext } from './changed-copies.js';
export { logInTo, logOutOf, usualRegistry } from './log-in.js';
export { copyIn, copyOut, openArchive, unpackInto, type CopyOptions } from './copy-files/index.js';
export {
  currentDigests,
  pinKeyOf,
  pinnedName,
  type CurrentDigest,
  type NamedImage,
} from './current-digests.js';
export { openRegistries, type Registries } from './registries.js';
export { resolveDesired, type ResolvedResource, type ResolvedStack } from './resolve-desired.js';
export { examine, verifyStore, type ExaminedPart, type Examination } from './examine.js';

/** Opens the engine that a name or address means; `undefined` when it means none. */
export async function openProvider(
  name: string,
  options: ProviderOptions,
): Promise<Provider | undefined> {
  if (name === 'embedded') {
    const { embeddedProvider } = await import('./embedded/index.js');
    return embeddedProvider(options);
  }
  const family = name === 'docker' || name === 'podman' ? name : undefined;
  if (family || parseEngineAddress(name) || name.includes('://')) {
    const { openDocker } = await import('./docker/index.js');
    const docker = openDocker(family ? { family } : { address: name });
    return { openReader: () => docker.reader(), openEngine: () => docker.engine() };
  }
  return undefined;
}

/**
 * What no version of the engine that a stack is declared for can do; `undefined` where only the
 * engine itself can tell which it is.
 */
export async function declaredLacks(name: string): Promise<readonly Lack[] | undefined> {
  if (name !== 'embedded') return undefined;
  const { embeddedLacks } = await import('./embedded/lacks.js');
  return embeddedLacks;
}

/** What engines can do, as tables: for the reference. */
export async function engineTables(): Promise<{
  /** The first Docker that has an attribute, by kind and path; every supported one where absent. */
  readonly dockerSince: Readonly<Record<string, string>>;
  readonly podman: readonly Lack[];
  /** What Podman has and does not tell, so that nobody sees it change. */
  readonly podmanUntold: readonly Untold[];
  readonly embedded: readonly Lack[];
}> {
  const { dockerSince, podmanLacks } = await import('./docker/lacks.js');
  const { untoldByPodman } = await import('./docker/dialect/podman/untold.js');
  const { embeddedLacks } = await import('./embedded/lacks.js');
  const firstPodman = '4.3.0';
  return {
    dockerSince,
    podman: podmanLacks(firstPodman),
    podmanUntold: untoldByPodman,
    embedded: embeddedLacks,
  };
}

/** Watches over the containers of the embedded engine; `undefined` where it has no store. */
export async function supervise(
  agent: AgentOptions,
  options: ProviderOptions,
): Promise<AgentEnd | undefined> {
  const { superviseContainers } = await import('./embedded/index.js');
  return superviseContainers(agent, options);
}

/** Has systemd keep the embedded engine's agent. @returns path of its unit */
export async function installAgent(manager: Manager, options: ProviderOptions): Promise<string> {
  const { installAgentUnit } = await import('./embedded/index.js');
  return installAgentUnit(manager, options);
}

/** Has systemd keep it no longer. @returns path of the unit that was removed, if there was one */
export async function uninstallAgent(
  manager: Manager,
  options: ProviderOptions,
): Promise<string | undefined> {
  const { uninstallAgentUnit } = await import('./embedded/index.js');
  return uninstallAgentUnit(manager, options);
}

/** The name of whoever runs the command: of an ordinary user also where he is root. */
export async function callerName(): Promise<string> {
  const runtime = await import('../runtime/index.js');
  return runtime.callerName();
}

/**
 * Carries a command of an ordinary user out where the embedded engine works for him.
 * @returns how it ended; `undefined` where it need not be carried out anywhere else
 */
export async function enterEngine(command: EnteredCommand): Promise<Ending | undefined> {
  const { enterEmbedded } = await import('./embedded/index.js');
  return enterEmbedded(command);
}

/** What a container's monitor asks for when the container has ended. */
export async function handleExit(id: string, options: ProviderOptions): Promise<void> {
  const { handleContainerExit } = await import('./embedded/index.js');
  await handleContainerExit(id, options);
}
export { imagesOfDockerfile } from './dockerfile-images.js';
