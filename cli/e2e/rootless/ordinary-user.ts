/*
 * Runs a program as an ordinary user whom only it knows of: in namespaces that end with it, where /etc has a user
 * more, with numbers to give to others, and everybody may open the device for networks. The host is not changed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A number that no host gives to anybody. */
const uid = 54_321;
const name = 'stowage-tester';

/** $1 a directory, $2 the repository, then the program. */
const script = `
set -e
base=$1; repository=$2; shift 2
mount --make-rprivate /
ip link set dev lo up
mount -t tmpfs -o mode=755 stage "$base/stage"
mkdir "$base/stage/upper" "$base/stage/work" "$base/stage/repository"
mount -t overlay -o lowerdir=/etc,upperdir="$base/stage/upper",workdir="$base/stage/work" etc /etc
echo ${name}:x:${uid}:${uid}::"$base/home":/bin/sh >>/etc/passwd
echo ${name}:x:${uid}: >>/etc/group
for file in subuid subgid; do echo ${name}:1000000:65536 >>/etc/$file; done
mknod -m 666 "$base/stage/tun" c 10 200
mount --bind "$base/stage/tun" /dev/net/tun
mount --bind "$repository" "$base/stage/repository"
cd "$base/stage/repository"
exec setpriv --reuid ${uid} --regid ${uid} --clear-groups -- "$@"
`;

/**
 * @param program a module of this repository, for Node
 * @returns its exit code
 */
export async function asOrdinaryUser(program: string): Promise<number> {
  const base = mkdtempSync(join(tmpdir(), 'stowage-user-'));
  const [home, run, temporary] = ['home', 'run', 'tmp'].map((part) => join(base, part));
  mkdirSync(join(base, 'stage'));
  for (const path of [base, home, run, temporary]) {
    if (path === undefined) continue;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (path !== base) chownSync(path, uid, uid);
  }
  chownSync(base, uid, uid);
  try {
    const isolate = [
      '--mount',
      '--net',
      '--pid',
      '--ipc',
      '--mount-proc',
      '--fork',
      '--kill-child',
    ];
    const child = spawn(
      'unshare',
      [
        ...[...isolate, '/bin/sh', '-c', script, 'sh', base, resolve('.')],
        ...[process.execPath, '--enable-source-maps', program],
      ],
      {
        // What it says is shown where it fails.
        stdio: ['ignore', 2, 2],
        env: {
          ...process.env,
          HOME: home,
          USER: name,
          TMPDIR: temporary,
          XDG_RUNTIME_DIR: run,
          [stagedVariable]: base,
        },
      },
    );
    const ending: unknown[] = await once(child, 'exit');
    return typeof ending[0] === 'number' ? ending[0] : 1;
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Set for the program: the directory in which all is that it has. */
export const stagedVariable = 'STOWAGE_TEST_USER';
