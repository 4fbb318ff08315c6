/*
 * Makes pipes and devices, for which Node has no call: by a program whose working directory is the
 * open one, so that no path leads there.
 */
import type { TarEntry } from '../layers/index.js';
import { runChecked } from '../process/index.js';
import type { Directory } from './directory.js';

const typeOf = { fifo: 'p', 'character-device': 'c', 'block-device': 'b' } as const;

/** @throws CommandFailed */
export async function makeNode(
  parent: Directory,
  name: string,
  { kind, mode, deviceMajor, deviceMinor }: TarEntry,
): Promise<void> {
  if (kind !== 'fifo' && kind !== 'character-device' && kind !== 'block-device') return;
  const type = typeOf[kind];
  const numbers = kind === 'fifo' ? [] : [String(deviceMajor), String(deviceMinor)];
  const text = Buffer.from(name, 'latin1').toString('utf8');
  const permissions = (mode & 0o777).toString(8);
  await runChecked('mknod', ['-m', permissions, '--', `./${text}`, type, ...numbers], {
    cwd: `${parent.path}/.`,
  });
}
