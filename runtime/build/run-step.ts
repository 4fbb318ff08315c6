/*
 * Carries out a run step: a command in a container on the root file system made so far, with the
 * host's network and the default rights of containers. What the runtime makes in the root only to
 * mount over it is taken out again, so that the layer holds the command's own changes.
 */
import { readFileSync } from 'node:fs';
import { chmod, lstat, mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isRootless } from '../caller/index.js';
import {
  capabilitiesOfMask,
  cgroupLayout,
  defaultSeccomp,
  makeControlGroup,
  ociProcess,
  ociSpec,
  openOciRuntime,
  readFailure,
  resolveCapabilities,
  resolveInRoot,
  resolveUser,
  runtimeEnvironment,
  type OciMount,
  type OciSpec,
  type SpecOptions,
  usualSurroundings,
} from '../oci/index.js';
import { buildCgroup, buildStateRoot, removeBuildContainer } from '../layers/index.js';
import { lastLines, run } from '../process/index.js';
import { errorCode, ifPresent, type Store } from '../store/index.js';
import { StepFailed } from './errors.js';

export interface RunStep {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  /** Present for what is not as with every command. */
  readonly mounts?: readonly OciMount[];
  readonly network?: string;
}

export interface RunPlace {
  /** The mounted root file system. */
  readonly root: string;
  /** Directory of this step, to put the container's configuration in. */
  readonly staged: string;
  /** Unique id of the container. */
  readonly id: string;
}

export interface RunWatch {
  /** Called with every piece of the command's output. */
  readonly onOutput: (stream: 'stdout' | 'stderr', text: string) => void;
  readonly signal: AbortSignal;
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** How many lines of output an error has. */
const linesKept = 20;

/**
 * Runs the command to its end.
 * @returns what is to be called with the directory of the changes once `root` is unmounted
 * @throws StepFailed, RuntimeError
 */
export async function runInRoot(
  store: Store,
  step: RunStep,
  place: RunPlace,
  watch: RunWatch,
): Promise<(diff: string) => Promise<void>> {
  const bundle = join(place.staged, 'bundle');
  await mkdir(bundle, { mode: 0o700 });
  const spec = await stepSpec(step, place, bundle);
  await writeFile(join(bundle, 'config.json'), JSON.stringify(spec), { mode: 0o600 });
  const stubs = await missingMountPoints(place, spec.mounts);
  await execute(store, place, bundle, watch);
  return (diff) => removeStubs(diff, stubs);
}

async function stepSpec(step: RunStep, place: RunPlace, bundle: string): Promise<OciSpec> {
  const mask = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  const capabilities = resolveCapabilities([], [], capabilitiesOfMask(mask ?? '0'));
  const user = await resolveUser(place.root, step.user);
  return ociSpec({
    process: ociProcess({
      args: step.command,
      env: { PATH: defaultPath, HOME: user.home, ...step.env },
      cwd: step.workdir,
      user,
      capabilities,
      noNewPrivileges: false,
      terminal: false,
    }),
    rootfs: place.root,
    readOnly: false,
    hostname: 'build',
    mounts: [...(await nameFiles(bundle)), ...(step.mounts ?? [])],
    ...networkOf(step),
    ...(cgroupLayout() !== 'none' && { cgroup: buildCgroup(place.id) }),
    resources: {},
    seccomp: defaultSeccomp(capabilities, process.arch),
  });
}

/** The host's own network, by the namespace of this process; in a user namespace it can only be kept. */
function networkOf({ network }: RunStep): Pick<SpecOptions, 'networkNamespace' | 'surroundings'> {
  if (network === 'none') return {};
  if (!isRootless()) return { networkNamespace: `/proc/${process.pid}/ns/net` };
  return { surroundings: { ...usualSurroundings, shared: ['network'], borrowed: true } };
}

/** How names are resolved: as on the host, whose network the command has. */
async function nameFiles(bundle: string): Promise<readonly OciMount[]> {
  const mounts: OciMount[] = [];
  for (const name of ['resolv.conf', 'hosts']) {
    const source = join(bundle, name);
    await writeFile(source, (await ifPresent(readFile(`/etc/${name}`, 'utf8'))) ?? '');
    await chmod(source, 0o644);
    const options = ['bind', 'ro', 'rprivate'];
    mounts.push({ destination: `/etc/${name}`, type: 'bind', source, options });
  }
  return mounts;
}

async function execute(
  store: Store,
  place: RunPlace,
  bundle: string,
  { onOutput, signal }: RunWatch,
): Promise<void> {
  const stateRoot = buildStateRoot(store);
  await mkdir(stateRoot, { recursive: true, mode: 0o700 });
  const runtime = openOciRuntime(stateRoot);
  const log = join(bundle, 'runtime.log');
  makeControlGroup(buildCgroup(place.id));
  const interruption = whenAborted(signal, () => runtime.kill(place.id, 'KILL'));
  try {
    const result = await run(
      runtime.path,
      [
        ...runtime.globalArgs,
        ...['--log', log, '--log-format', 'json'],
        ...['run', '--bundle', bundle, place.id],
      ],
      { onOutput, env: runtimeEnvironment() },
    );
    if (signal.aborted) throw new StepFailed({ kind: 'interrupted' });
    if (result.code === 0) return;
    const errors = await runtimeErrors(log);
    if (errors !== '') {
      throw new StepFailed({ kind: 'not-started', reason: readFailure(errors).reason });
    }
    const lines = lastLines(`${result.stdout}\n${result.stderr}`, linesKept).split('\n');
    throw new StepFailed({ kind: 'exit', code: result.code, lines });
  } finally {
    interruption.end();
    await removeBuildContainer(runtime, place.id);
  }
}

/** Errors of the runtime itself; a command that ends badly is none. */
async function runtimeErrors(log: string): Promise<string> {
  const text = (await ifPresent(readFile(log, 'utf8'))) ?? '';
  return text
    .split('\n')
    .filter((line) => /"level":"(?:error|fatal)"/.test(line))
    .join('\n');
}

/** Repeats `action` from the abort on, for there may be nothing to end yet the first time. */
function whenAborted(signal: AbortSignal, action: () => Promise<unknown>) {
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer ??= setInterval(() => {
      // Failing means that the container is not there yet, or no longer.
      action().catch(() => undefined);
    }, 100);
  };
  if (signal.aborted) begin();
  signal.addEventListener('abort', begin);
  return {
    end: (): void => {
      clearInterval(timer);
      signal.removeEventListener('abort', begin);
    },
  };
}

/** Mount points, and directories above them, that the runtime will make; the deepest first. */
async function missingMountPoints(
  { root }: RunPlace,
  mounts: readonly OciMount[],
): Promise<readonly string[]> {
  const stubs = new Set<string>();
  for (const { destination } of mounts) {
    let at = relative(root, await resolveInRoot(root, destination));
    while (at !== '' && at !== '.' && (await ifPresent(lstat(join(root, at)))) === undefined) {
      stubs.add(at);
      at = dirname(at);
    }
  }
  return [...stubs].sort((a, b) => b.length - a.length);
}

/** Removes what is still as the runtime made it: empty files and empty directories. */
async function removeStubs(upper: string, stubs: readonly string[]): Promise<void> {
  for (const stub of stubs) {
    const path = join(upper, stub);
    const there = await ifPresent(lstat(path));
    if (there?.isFile() === true && there.size === 0) await rm(path);
    if (there?.isDirectory() !== true) continue;
    try {
      await rmdir(path);
    } catch (error) {
      // The command has put something there, so it stays.
      if (errorCode(error) !== 'ENOTEMPTY') throw error;
    }
  }
}
