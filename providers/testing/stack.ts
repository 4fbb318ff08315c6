/*
 * What the tests of an engine's parts share: a stack's identity, labels as the planner writes them,
 * and an image with a shell made from the busybox of this machine, since none can be pulled.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  canonicalJson,
  emptyImageConfig,
  imageReference,
  ownLabels,
  toJson,
  type CompletedImage,
  type ImageConfig,
  type ImageSpec,
  type OperationOf,
  type StepProgress,
} from '../../model/index.js';
import { resolveImage } from '../../runtime/context/index.js';

export const testStack = { name: 'trial', id: '11111111-2222-4333-8444-555555555555' } as const;

/** The labels of an object as the planner writes them. */
export function recordLabels(
  address: string,
  record: object,
  labels: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    ...labels,
    [ownLabels.stack]: testStack.name,
    [ownLabels.stackId]: testStack.id,
    [ownLabels.address]: address,
    [ownLabels.spec]: canonicalJson(toJson(record)),
    [ownLabels.generation]: '1',
  };
}

/** Progress that keeps what is reported, with its own signal. */
export function keepProgress(): StepProgress & {
  readonly lines: readonly string[];
  readonly stop: () => void;
} {
  const lines: string[] = [];
  const controller = new AbortController();
  return {
    lines,
    report: (text) => lines.push(text),
    signal: controller.signal,
    stop: () => controller.abort(),
  };
}

export interface PlannedBuild {
  readonly completed: CompletedImage;
  readonly operation: OperationOf<'build-image'>;
}

/**
 * Plans a build as the planner would.
 * @param base what it is built on, where that is an image
 * @throws Error with the first mistake in the spec
 */
export async function planBuild(
  directory: string,
  address: string,
  spec: ImageSpec,
  base?: { readonly identity: string; readonly config: ImageConfig },
): Promise<PlannedBuild> {
  const { value, diagnostics } = await resolveImage(spec, { directory, baseOf: () => base });
  if (!value) throw new Error(diagnostics[0]?.summary ?? 'the image cannot be resolved');
  const completed = value.image;
  return {
    completed,
    operation: {
      op: 'build-image',
      spec,
      completed,
      reference: imageReference(completed),
      labels: recordLabels(address, completed, completed.config.labels),
    },
  };
}

/** Plans an image with busybox and its commands; `directory` gets a context for it. */
export async function planShellImage(directory: string): Promise<PlannedBuild> {
  const context = join(directory, 'shell');
  mkdirSync(context, { recursive: true });
  const busybox = execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim();
  copyFileSync(busybox, join(context, 'busybox'));
  return planBuild(directory, 'image.shell', {
    name: 'trial/shell',
    from: { kind: 'scratch' },
    context: 'shell',
    steps: [
      { kind: 'copy', sources: ['busybox'], target: '/bin/busybox', mode: '755' },
      { kind: 'run', command: ['/bin/busybox', '--install', '-s', '/bin'] },
    ],
    command: ['/bin/sh'],
  });
}

/** Settings of that image. */
export const shellConfig: ImageConfig = { ...emptyImageConfig, command: ['/bin/sh'] };
