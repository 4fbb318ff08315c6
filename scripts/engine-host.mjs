// Whether this machine and this user can run a container engine, and if not, why not. It tries
// what an engine does (an overlay mount in a mount namespace of its own) instead of guessing from
// names and versions, and leaves nothing behind: the mounts end with the namespace.

import { capture } from './commands.mjs';

const trial = `
set -e
mount -t tmpfs trial /mnt
mkdir /mnt/lower /mnt/upper /mnt/work /mnt/merged
mount -t overlay trial -o lowerdir=/mnt/lower,upperdir=/mnt/upper,workdir=/mnt/work /mnt/merged
`;

/**
 * Why no engine can run here.
 * @returns {Promise<string | undefined>} the reason, in words; nothing when one can
 */
export async function whyNoEngine() {
  if (process.platform !== 'linux')
    return `the engines need Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) {
    return 'containers are started as root, and this is an ordinary user. Ask root to run the same command';
  }
  const { code, stderr } = await capture('unshare', ['--mount', '--net', 'sh', '-c', trial]);
  if (code === 0) return undefined;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return `the kernel refuses an overlay mount in a namespace of its own (${said || `exit code ${code}`})`;
}
