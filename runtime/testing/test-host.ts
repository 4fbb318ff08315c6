/*
 * A private engine for a test: its own store and run root, a root file system made of busybox, and
 * specs in which everything has its default. Closing it fails the test if the host is not as before.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompletedContainer } from '../../model/index.js';
import type { ContainerEngine } from '../engine-contract.js';
import { createEngine } from '../engine.js';
import { RuntimeError, type Fault } from '../errors.js';
import { openStore } from '../store/index.js';
import { settledLeftovers, takeSnapshot } from './host-snapshot.js';

export interface TestHost {
  readonly engine: ContainerEngine;
  readonly root: string;
  readonly runRoot: string;
  /** The image's only layer. */
  readonly layer: string;
  /** A completed spec that sleeps. */
  spec(changes: Partial<CompletedContainer> & { readonly name: string }): CompletedContainer;
  /** Creates and starts a container. @returns its id */
  run(changes: Partial<CompletedContainer> & { readonly name: string }): Promise<string>;
  create(changes: Partial<CompletedContainer> & { readonly name: string }): Promise<string>;
  /** Removes everything, once. @returns what is left on the host, which ought to be nothing */
  close(): Promise<readonly string[]>;
}

/** Whether containers can be run here at all; else the reason why not. */
export function cannotRunContainers(): string | undefined {
  if (process.platform !== 'linux') return 'containers need Linux';
  if (process.getuid?.() !== 0) return 'tests of engines need root';
  return undefined;
}

/** The fault with which something failed; `undefined` when it did not, other errors are thrown. */
export async function faultOf(action: Promise<unknown>): Promise<Fault | undefined> {
  try {
    await action;
    return undefined;
  } catch (error) {
    if (error instanceof RuntimeError) return error.fault;
    throw error;
  }
}

/** @param selfCommand what monitors call when a container has ended */
export async function makeTestHost(selfCommand: readonly string[]): Promise<TestHost> {
  const base = mkdtempSync(join(tmpdir(), 'stowage-runtime-'));
  const root = join(base, 'root');
  const runRoot = join(base, 'run');
  const before = takeSnapshot({ runRoots: [runRoot] });
  const layer = join(base, 'layer');
  makeBusyboxLayer(layer);
  const store = await openStore({ root, runRoot });
  const engine = createEngine(store, { selfCommand });
  // What other tests do at the same time is none of this one's business.
  const marks = new Set([base]);
  const create: TestHost['create'] = async (changes) => {
    const spec = plainSpec(changes);
    const { id } = await engine.containers.create({ spec, layers: [layer], imageId: 'test' });
    marks.add(id);
    return id;
  };
  const close = async (): Promise<readonly string[]> => {
    await engine.reconcile();
    for (const { id } of await engine.containers.list()) {
      await engine.containers.remove(id, { force: true });
    }
    for (const { name, bridge, subnet } of await engine.networks.list()) {
      marks.add(bridge).add(subnet);
      await engine.networks.remove(name);
    }
    await engine.vacuum();
    const left = await settledLeftovers(before, {
      runRoots: [runRoot],
      concerns: (line) => [...marks].some((mark) => line.includes(mark)),
    });
    rmSync(base, { recursive: true, force: true });
    return left;
  };
  let closed: Promise<readonly string[]> | undefined;
  return {
    engine,
    root,
    runRoot,
    layer,
    spec: plainSpec,
    create,
    run: async (changes) => {
      const id = await create(changes);
      await engine.containers.start(id);
      return id;
    },
    close: () => (closed ??= close()),
  };
}

function plainSpec(changes: Partial<CompletedContainer> & { name: string }): CompletedContainer {
  return {
    image: 'busybox',
    entrypoint: [],
    command: ['sleep', '1000'],
    env: {},
    user: '',
    workdir: '/',
    hostname: null,
    labels: {},
    mounts: {},
    tmpfs: {},
    ports: {},
    networks: {},
    restart: { policy: 'no', max_retries: 0 },
    memory: null,
    cpus: null,
    pids: null,
    read_only: false,
    cap_add: [],
    cap_drop: [],
    no_new_privileges: false,
    seccomp: 'default',
    stop_signal: 'SIGTERM',
    stop_timeout: 100,
    init: false,
    health: null,
    ...changes,
  };
}

const busybox = '/bin/busybox';

function makeBusyboxLayer(layer: string): void {
  for (const name of ['bin', 'etc', 'tmp', 'data', 'home/web']) {
    mkdirSync(join(layer, name), { recursive: true });
  }
  copyFileSync(busybox, join(layer, 'bin/busybox'));
  for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n')) {
    if (applet !== 'busybox') symlinkSync('busybox', join(layer, 'bin', applet));
  }
  writeFileSync(
    join(layer, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nweb:x:1000:1000::/home/web:/bin/sh\n',
  );
  writeFileSync(join(layer, 'etc/group'), 'root:x:0:\nweb:x:1000:\nlogs:x:2000:web\n');
  writeFileSync(join(layer, 'data/seed'), 'from the image\n');
}
