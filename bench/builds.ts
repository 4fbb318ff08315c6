/*
 * What a build costs on the embedded engine when nothing has changed, and when its last step has, as ratios from one
 * run: against the start of Node, against the same step made bare, and against `buildah bud --layers`, where
 * buildah is installed, which no test needs.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findExecutable } from '../runtime/parts/index.js';
import {
  defaultSeccomp,
  ociProcess,
  ociSpec,
  openOciRuntime,
  resolveCapabilities,
} from '../runtime/oci/index.js';
import { measure, middle, type Measured } from './measured.js';
import { print } from './table.js';

const rounds = 9;
const command = resolve('dist/stowage.js');
const directory = mkdtempSync(join(tmpdir(), 'stowage-bench-'));
const context = join(directory, 'app');

const environment = {
  STOWAGE_ENGINE: 'embedded',
  STOWAGE_ROOT: join(directory, 'store'),
  STOWAGE_CACHE: join(directory, 'cache'),
  STOWAGE_AGENT: 'off',
};

const stowage = (...args: readonly string[]): Promise<Measured> =>
  measure(process.execPath, [command, ...args], environment);

/** A build without the compiled code of an earlier one. */
function firstBuild(): Promise<Measured> {
  const cache = join(directory, 'empty');
  rmSync(cache, { recursive: true, force: true });
  return measure(process.execPath, [command, 'build', '-C', directory], {
    ...environment,
    STOWAGE_CACHE: cache,
  });
}

const dockerfile = (last: string): string => `FROM scratch
COPY busybox /bin/
RUN ["/bin/busybox", "--install", "-s", "/bin"]
ENV MODE=prod
WORKDIR /srv
COPY files .
RUN cat one.txt > two.txt
RUN ${last}
`;

function write(last: string): void {
  writeFileSync(join(context, 'Dockerfile'), dockerfile(last));
}

function prepare(): void {
  mkdirSync(join(context, 'files'), { recursive: true });
  cpSync(findExecutable('busybox') ?? '/bin/busybox', join(context, 'busybox'));
  for (const name of ['one', 'other', 'third'])
    writeFileSync(join(context, 'files', `${name}.txt`), name);
  const stack = 'stack bench\nimage app { context: "./app", dockerfile: "Dockerfile" }\n';
  writeFileSync(join(directory, 'main.stow'), stack);
}

/** What the step costs by itself: a file system of layers, the OCI runtime, the digest of what it has written. */
class BareStep {
  readonly #place = join(directory, 'bare');
  #times = 0;

  constructor() {
    const lower = join(this.#place, 'lower');
    mkdirSync(join(lower, 'bin'), { recursive: true });
    cpSync(join(context, 'busybox'), join(lower, 'bin/busybox'));
    execFileSync('chroot', [lower, '/bin/busybox', '--install', '-s', '/bin']);
  }

  async run(): Promise<Measured> {
    this.#times += 1;
    const place = join(this.#place, String(this.#times));
    const id = `stowage-bench-${process.pid}-${this.#times}`;
    for (const name of ['upper', 'work', 'rootfs', 'state']) {
      mkdirSync(join(place, name), { recursive: true });
    }
    const capabilities = resolveCapabilities([], [], []);
    const spec = ociSpec({
      process: ociProcess({
        args: ['/bin/sh', '-c', 'echo > /made'],
        env: { PATH: '/bin' },
        cwd: '/',
        user: { uid: 0, gid: 0, groups: [] },
        capabilities,
        noNewPrivileges: false,
        terminal: false,
      }),
      rootfs: join(place, 'rootfs'),
      readOnly: false,
      hostname: 'bench',
      mounts: [],
      networkNamespace: `/proc/${process.pid}/ns/net`,
      cgroup: `/stowage/${id}`,
      resources: {},
      seccomp: defaultSeccomp(capabilities, process.arch),
    });
    writeFileSync(join(place, 'config.json'), JSON.stringify(spec));
    const { path, globalArgs } = openOciRuntime(join(place, 'state'));
    const script = [
      `cd ${place}`,
      'mount -t overlay -o lowerdir=../lower,upperdir=upper,workdir=work overlay rootfs',
      '"$@"',
      'umount rootfs',
      'tar -C upper -cf - . | sha256sum',
    ].join(' && ');
    const bare = [path, ...globalArgs, 'run', '--bundle', place, id];
    return measure('sh', ['-c', script, 'sh', ...bare]);
  }
}

const storage = ['--root', join(directory, 'peer'), '--runroot', join(directory, 'peer-run')];
const buildah = (program: string): Promise<Measured> =>
  measure(program, [
    ...storage,
    '--storage-driver=overlay',
    ...['bud', '--layers', '--network=host', '--tag=bench', context],
  ]);

async function main(): Promise<void> {
  prepare();
  const peer = findExecutable('buildah');
  if (peer === undefined) print('buildah is not installed, so that nothing is compared with it');
  write('true');
  await stowage('apply', '--yes', directory);
  if (peer) await buildah(peer);
  const bareStep = new BareStep();

  const all: Record<string, Measured[]> = {};
  const time = async (name: string, work: () => Promise<Measured>): Promise<void> => {
    (all[name] ??= []).push(await work());
  };
  // In turn, so that a change of the machine's speed meets all of them alike.
  for (let round = 1; round <= rounds; round += 1) {
    await time('node -e 0', () => measure(process.execPath, ['-e', '0']));
    await time('stowage version', () => stowage('version'));
    await time('stowage plan', () => stowage('plan', '--detailed-exitcode', directory));
    await time('stowage apply', () => stowage('apply', '--yes', directory));
    await time('stowage build', () => stowage('build', '-C', directory));
    await time('stowage build, first run', firstBuild);
    if (peer) await time('buildah bud --layers', () => buildah(peer));
    write(`echo ${round} > /made`);
    await time('the step, bare', () => bareStep.run());
    await time('stowage build, last step', () => stowage('build', '-C', directory));
    if (peer) await time('buildah bud, last step', () => buildah(peer));
  }

  const of = (name: string): Measured => middle(all[name] ?? []);
  const node = of('node -e 0').ms;
  print('a build with nothing changed', 'ms', '× node -e 0', '× buildah', 'MiB');
  const unchanged = ['node -e 0', 'stowage version', 'stowage plan', 'stowage apply'];
  for (const name of [...unchanged, 'stowage build', 'stowage build, first run']) {
    const { ms, mebibytes } = of(name);
    print(name, ms, ms / node, peer ? ms / of('buildah bud --layers').ms : '', mebibytes);
  }
  if (peer) print('buildah bud --layers', of('buildah bud --layers').ms);
  print('');
  const bare = of('the step, bare').ms;
  const same = of('stowage build').ms;
  const changed = of('stowage build, last step');
  print('a changed last step', 'ms', 'over unchanged', 'over both', 'MiB');
  print('the step, bare', bare);
  print(
    'stowage build',
    changed.ms,
    changed.ms - same,
    changed.ms - same - bare,
    changed.mebibytes,
  );
  if (peer) {
    const theirs = of('buildah bud, last step').ms;
    const over = theirs - of('buildah bud --layers').ms;
    print('buildah bud --layers', theirs, over, over - bare);
  }
  await stowage('destroy', '--yes', directory);
  if (peer)
    await measure(peer, [...storage, '--storage-driver=overlay', 'rmi', '--all', '--force']);
}

try {
  await main();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
