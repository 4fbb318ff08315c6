/*
 * Namespaces that a container shares with others. The engine knows those by their ids; who asked for it
 * said a name. And an engine that has started the other again leaves who shared with it in a namespace
 * that nobody else is in any more, without a word.
 */
import { containerOf, ofContainer, sharingOf, type SharedNamespace } from '../../../model/index.js';
import type { ContainerInspection, DockerReader } from '../client/index.js';

/** A container as its inspection tells of it, but with names in the place of ids. */
export interface NamedSharing {
  readonly container: ContainerInspection;
  /** Attributes by which it is in a namespace that is gone. */
  readonly lost: readonly SharedNamespace[];
}

const modesOf = ({ networkMode, settings }: ContainerInspection) => ({
  network_mode: networkMode,
  pid: settings.pidMode,
  ipc: settings.ipcMode,
});

/** Finds out with whom a container shares; one that is gone keeps the id by which it is told. */
export async function nameShared(
  reader: DockerReader,
  container: ContainerInspection,
): Promise<NamedSharing> {
  const sharing = sharingOf(modesOf(container));
  if (sharing.length === 0) return { container, lost: [] };
  const ids = [...new Set(sharing.map((one) => one.container))];
  const found = await Promise.all(
    ids.map(async (id) => [id, await reader.findContainer(id)] as const),
  );
  const others = new Map(found);
  const named = (mode: string): string => {
    const other = others.get(containerOf(mode) ?? '');
    return other ? ofContainer(other.name) : mode;
  };
  const { networkMode, settings } = container;
  const { pidMode, ipcMode } = settings;
  return {
    container: {
      ...container,
      networkMode: named(networkMode),
      settings: { ...settings, pidMode: named(pidMode), ipcMode: named(ipcMode) },
    },
    lost: sharing
      .filter((one) => isLost(container, others.get(one.container)))
      .map(({ attribute }) => attribute),
  };
}

/** Of a container that does not run nothing is lost: it gets its namespaces when it starts. */
function isLost(sharer: ContainerInspection, shared: ContainerInspection | undefined): boolean {
  if (sharer.state.status !== 'running' || shared?.state.status !== 'running') return false;
  return shared.state.startedAt > sharer.state.startedAt;
}
