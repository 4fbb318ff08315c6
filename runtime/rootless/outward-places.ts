/* Where it stands what leads an ordinary user's containers out: which processes, and by which files. */
import { rm } from 'node:fs/promises';
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { callerOf } from '../caller/index.js';
import { partPath } from '../parts/index.js';
import { runChecked } from '../process/index.js';
import { errorCode, type Store } from '../store/index.js';
import { keeperIn, type Keeper } from './holder.js';

type Place = Pick<Store, 'runRoot'>;

export const outwardPlaces = ({ runRoot }: Place) => ({
  /** On which the network namespace is mounted that all bridges are in. */
  namespace: join(runRoot, 'bridges'),
  /** Who keeps its view of the file system. */
  keeper: join(runRoot, 'bridges.json'),
  /** Who carries what leaves it. */
  carrier: join(runRoot, 'outward.json'),
  /** Name, in the run root, of the socket on which that is told which ports to publish. */
  socket: 'outward.sock',
  /** What that complains of. */
  log: join(runRoot, 'outward.log'),
  /** What name servers are asked in it. */
  resolvConf: join(runRoot, 'outward.resolv.conf'),
});

/** Those that run now. */
export async function outwardKeepers(store: Place): Promise<readonly Keeper[]> {
  const { keeper, carrier } = outwardPlaces(store);
  const all = await Promise.all([carrier, keeper].map(keeperIn));
  return all.filter((one) => one !== undefined);
}

const namespaceMagic = 0x6e736673;

/** Whether a namespace is mounted on a file, as this process sees it. */
export function holdsNamespace(path: string): boolean {
  try {
    return statfsSync(path).type === namespaceMagic;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Takes away what is left of it when its processes have ended. */
export async function forgetOutward(store: Place): Promise<void> {
  const { socket, ...files } = outwardPlaces(store);
  const { namespace } = files;
  if (callerOf() === 'inside' && holdsNamespace(namespace)) {
    await runChecked(partPath('umount'), ['--no-canonicalize', namespace]);
  }
  for (const path of [...Object.values(files), join(store.runRoot, socket)]) {
    await rm(path, { force: true });
  }
}
