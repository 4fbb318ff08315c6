/*
 * A drawn stack as one that a real engine can run: programs of busybox in place of names of images,
 * files on disk in place of their contents. What misbehaves is decided when a program starts, by files
 * that bear its host name in a directory which all containers see; so a stack is the same whether it
 * is to work or not.
 */
import { copyFileSync, existsSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerSpec, ImageSpec, BuildStep, Resource, Stack } from '../../../model/index.js';
import { resolve, shop, spanAt, type Said, type Written } from '../../../planner/testing/index.js';

/** What drawn stacks stand on, on one engine. */
export interface Ground {
  /** Absolute path of the stack. */
  readonly directory: string;
  /** A directory outside of it, which containers see. */
  readonly signs: string;
  /** An image of nobody's stack that has busybox. */
  readonly image: string;
  /** A port of the host; it and the next one are free. */
  readonly port: number;
}

/** How a program can misbehave; a file `HOW-HOST_NAME` says so. */
export type Misbehaviour = 'exits' | 'failingJobs' | 'unhealthy';

const busybox = '/bin/busybox';
const shell = (script: string): readonly string[] => [busybox, 'sh', '-c', script];
const is = (how: Misbehaviour): string => `[ -e "/signs/${how}-$(${busybox} hostname)" ]`;

const service = shell(`${is('exits')} && exit 1; exec ${busybox} sleep 100000`);
const job = shell(`${is('exits')} && exit 1; ${is('failingJobs')} && exit 1; exit 0`);
const check = shell(`! ${is('unhealthy')}`);

/** The smallest limit that leaves room for what starts a container. */
const mebibytes = (drawn: number): number => drawn * 2;

function realContainer(spec: ContainerSpec, { image, signs, port }: Ground): ContainerSpec {
  const { memory, health, ports } = spec;
  return {
    ...spec,
    image: spec.image.startsWith('shop/') ? spec.image : image,
    command: spec.job ? job : service,
    stop_timeout: 0,
    mounts: [
      ...(spec.mounts ?? []),
      { type: 'bind', source: signs, target: '/signs', read_only: true },
    ],
    ...(memory === undefined ? {} : { memory: mebibytes(memory) }),
    ...(health && { health: { test: check, interval: 200, timeout: 5000, retries: 2 } }),
    ...(ports && {
      ports: ports.map((one) => ({ ...one, host: port + (one.host - 8080) })),
    }),
    // Ended by itself, a job that is always restarted never is.
    ...(spec.job ? { restart: { policy: 'no' } } : {}),
  };
}

/** Writes what an image copies, and says how. */
function realImage(
  spec: ImageSpec,
  symbol: string,
  files: Written['files'],
  { directory }: Ground,
): ImageSpec {
  const context = join(directory, symbol);
  mkdirSync(context, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(context, name), content);
  const program = join(context, 'busybox');
  if (!existsSync(program)) linkSync(join(directory, 'busybox'), program);
  const copy = (source: string, target: string): BuildStep => ({
    kind: 'copy',
    sources: [source],
    target,
    mode: '755',
  });
  return {
    ...spec,
    context: symbol,
    steps: [
      ...(spec.from?.kind === 'scratch' ? [copy('busybox', busybox)] : []),
      ...Object.keys(files).map((name) => copy(name, `/${name}`)),
    ],
  };
}

/** Puts what all images begin with into the directory of the stacks. */
export function layGround({ directory, signs }: Ground, program: string): void {
  for (const path of [directory, signs]) mkdirSync(path, { recursive: true });
  copyFileSync(program, join(directory, 'busybox'));
}

/** The stack as it is written for a real engine; its files are written anew. */
export function realStack(written: readonly Written[], said: Said, ground: Ground): Stack {
  // Resolved for its dependencies alone: images are completed from the files on disk.
  const resources = resolve(written).map(({ resource }): Resource => {
    const own = written.find((one) => one.resource.address === resource.address);
    if (resource.kind === 'container' && own?.resource.kind === 'container') {
      return { ...resource, spec: realContainer(own.resource.spec, ground) };
    }
    if (resource.kind === 'image' && own?.resource.kind === 'image') {
      const symbol = own.resource.address.replace('image.', '');
      return { ...resource, spec: realImage(own.resource.spec, symbol, own.files, ground) };
    }
    return resource;
  });
  return {
    name: shop.name,
    resources,
    outputs: [],
    moved: said.moved ?? [],
    removed: said.removed ?? [],
    imports: said.imports ?? [],
    span: spanAt(1),
  };
}
