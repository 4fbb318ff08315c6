/*
 * From the spec of an image to its completed spec, without building: the base's identity and
 * settings, the files that copy steps copy, and the content key over all of it.
 * The key does not depend on times, on the order in which directories are read, nor on where the
 * stack, its context or its base stand.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  askedPlatform,
  canonicalJson,
  completeImageConfig,
  emptyImageConfig,
  imageSource,
  resolveImagePath,
  sealText,
  toJson,
  withoutOwnLabels,
  type Checked,
  type CompletedImage,
  type Diagnostic,
  type ImageConfig,
  type ImageSource,
  type ImageSpec,
  type Platform,
  type Seal,
  type Span,
} from '../../model/index.js';
import {
  LayoutInvalid,
  LayoutRefMissing,
  readLayoutImage,
  settingsFromOci,
} from '../oci-image/index.js';
import { errorCode } from '../store/index.js';
import type { CopyPlan, CopyProblem } from './copy-plan.js';
import { expandCopy } from './expand.js';
import { BadPattern } from './glob.js';
import {
  isByDockerfile,
  resolveDockerfile,
  type FromDockerfile,
  type ResolvedStage,
} from './dockerfile/index.js';
import type { ImageBase, ResolveOptions } from './options.js';
import { hashFile, openRoot, type OpenDirectory } from './open.js';
import { ContextChanged, readTree, UnsupportedFile } from './tree.js';

/** A completed image and what its builder has to know beside it. */
export interface ResolvedImage {
  readonly image: CompletedImage;
  readonly base: ImageBase;
  /** Absolute path of the context. */
  readonly context: string;
  /** One for each copy step, in order; for a Dockerfile all that its stages copy. */
  readonly copies: readonly CopyPlan[];
  /** What a Dockerfile comes to; absent for an image from steps. The last one is the image. */
  readonly stages?: readonly ResolvedStage[];
}

type Problem = Pick<Diagnostic, 'code' | 'summary' | 'detail'> & { readonly at: string };

/**
 * Completes the spec of an image. Reads every file that is copied; writes nothing.
 * A mistake of the user (a missing source, a base that is not there) is a diagnostic.
 */
export async function resolveImage(
  spec: ImageSpec,
  options: ResolveOptions,
): Promise<Checked<ResolvedImage>> {
  if (isByDockerfile(spec)) return resolveByDockerfile(spec, options);
  const base = await resolveBase(imageSource(spec), askedPlatform(spec.platform), options);
  if ('code' in base) return { diagnostics: [diagnose(base, options.spans)] };
  const context = resolve(options.directory, spec.context ?? '.');
  const { plans, problems } = await resolveCopies(spec, context, base.config);
  if (problems.length > 0) {
    return { diagnostics: problems.map((problem) => diagnose(problem, options.spans)) };
  }
  const steps = spec.steps ?? [];
  const config = completeImageConfig(spec, {
    ...base.config,
    labels: withoutOwnLabels(base.config.labels),
  });
  // What a base says of health and shells is part of the base.
  const own = { ...config, health: spec.health && config.health, shell: undefined };
  const content = { base: base.identity, steps, copies: plans, config: own };
  const image: CompletedImage = {
    name: spec.name,
    key: contentKey(content, options.seals),
    from: imageSource(spec),
    base: base.identity,
    steps,
    files: listFiles(plans),
    config,
  };
  return { value: { image, base, context, copies: plans }, diagnostics: [] };
}

async function resolveByDockerfile(
  spec: ImageSpec,
  options: ResolveOptions,
): Promise<Checked<ResolvedImage>> {
  const context = resolve(options.directory, spec.context ?? '.');
  let resolved: Checked<FromDockerfile>;
  try {
    resolved = await resolveDockerfile(spec, options);
  } catch (error) {
    return { diagnostics: [diagnose(contextProblem(context, error), options.spans)] };
  }
  const { value, diagnostics } = resolved;
  if (!value) return { diagnostics };
  const { stages, from, base, config, dockerfile, copies } = value;
  const image: CompletedImage = {
    name: spec.name,
    key: contentKey({ stages: stages.map(keyedStage), config }, options.seals),
    from,
    base,
    steps: [],
    files: listFiles(copies),
    config,
    dockerfile,
  };
  const bottom = { identity: base, config: emptyImageConfig };
  return { value: { image, base: bottom, context, copies, stages }, diagnostics: [] };
}

/** What of a stage decides its content: how it is called, shown and written does not. */
function keyedStage({ base, actions }: ResolvedStage): object {
  const { kind } = base;
  return {
    base: kind === 'image' ? base.identity : kind === 'stage' ? base.stage : null,
    actions: actions.map((action) => ({
      ...action,
      text: undefined,
      at: undefined,
      ...(action.kind === 'run' && { passing: undefined }),
    })),
  };
}

/** The content key of an image: hexadecimal SHA-256 over what decides its content. */
function contentKey(content: object, seals: readonly Seal[] = []): string {
  const written = seals.map(({ text, fingerprint }) => ({
    text: JSON.stringify(text).slice(1, -1),
    fingerprint,
  }));
  return createHash('sha256')
    .update(sealText(canonicalJson(toJson({ version: 1, ...content })), written))
    .digest('hex');
}

/** Copied files as a plan shows them: `f:0755:0123456789abcdef` by path in the context. */
function listFiles(plans: readonly CopyPlan[]): Readonly<Record<string, string>> {
  const files = new Map<string, string>();
  for (const entry of plans.flatMap((plan) => plan.entries)) {
    // What a Dockerfile holds itself is shown with its instruction.
    if (entry.text !== undefined) continue;
    const octal = (mode: number): string => mode.toString(8).padStart(4, '0');
    switch (entry.kind) {
      case 'file':
        files.set(entry.path, `f:${octal(entry.mode)}:${entry.sha256.slice(0, 16)}`);
        break;
      case 'directory':
        files.set(entry.path, `d:${octal(entry.mode)}`);
        break;
      case 'symlink':
        files.set(entry.path, `l:0777:${entry.sha256.slice(0, 16)}`);
        break;
    }
  }
  return Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function resolveCopies(
  spec: ImageSpec,
  context: string,
  base: ImageConfig,
): Promise<{ readonly plans: readonly CopyPlan[]; readonly problems: readonly Problem[] }> {
  if (!(spec.steps ?? []).some((step) => step.kind === 'copy')) return { plans: [], problems: [] };
  try {
    const root = await openRoot(context);
    try {
      return await expandSteps(spec, root, base);
    } finally {
      await root.close();
    }
  } catch (error) {
    return { plans: [], problems: [contextProblem(context, error)] };
  }
}

async function expandSteps(
  spec: ImageSpec,
  root: OpenDirectory,
  base: ImageConfig,
): Promise<{ readonly plans: readonly CopyPlan[]; readonly problems: readonly Problem[] }> {
  const tree = await readTree(root);
  const plans: CopyPlan[] = [];
  const problems: Problem[] = [];
  let { workdir } = base;
  for (const [index, step] of (spec.steps ?? []).entries()) {
    if (step.kind === 'workdir') workdir = resolveImagePath(workdir, step.path);
    if (step.kind !== 'copy') continue;
    const plan = await expandCopy(tree, step, index, workdir);
    if ('code' in plan) problems.push(copyProblem(plan));
    else plans.push(plan);
  }
  return { plans, problems };
}

function copyProblem({ code, step, summary, detail }: CopyProblem): Problem {
  return { code, summary, at: `steps[${step}]`, ...(detail === undefined ? {} : { detail }) };
}

function contextProblem(context: string, error: unknown): Problem {
  const at = 'context';
  if (error instanceof BadPattern) {
    return { code: 'ignore-invalid', summary: `.dockerignore: ${error.message}`, at };
  }
  if (error instanceof UnsupportedFile) {
    const detail =
      'Only files, directories and symbolic links can be copied. List it in .dockerignore.';
    return { code: 'context-unsupported', summary: error.message, detail, at };
  }
  if (error instanceof ContextChanged) {
    const detail = 'Try again when nothing writes to the context.';
    return { code: 'context-changed', summary: error.message, detail, at };
  }
  const code = errorCode(error);
  if (code === undefined) throw error;
  return {
    code: 'context-unreadable',
    summary: `the context ${JSON.stringify(context)} cannot be read`,
    detail: reasonOf(code),
    at,
  };
}

async function resolveBase(
  from: ImageSource,
  platform: Platform | undefined,
  { directory, baseOf, kept = (config) => config }: ResolveOptions,
): Promise<ImageBase | Problem> {
  const at = 'from';
  switch (from.kind) {
    case 'scratch':
      return { identity: '', config: emptyImageConfig };
    case 'image': {
      const base = await baseOf(from.name);
      if (base !== undefined && 'identity' in base) return base;
      if (base !== undefined) return { ...base.missing, at };
      const summary = `there is no image ${JSON.stringify(from.name)}, neither in the stack nor in the engine`;
      return { code: 'base-missing', summary, at };
    }
    case 'rootfs': {
      const path = resolve(directory, from.path);
      try {
        return { identity: await hashArchive(path), config: emptyImageConfig };
      } catch (error) {
        const code = errorCode(error);
        if (code === undefined) throw error;
        const summary = `the archive ${JSON.stringify(from.path)} cannot be read`;
        return { code: 'base-unreadable', summary, detail: reasonOf(code), at };
      }
    }
    case 'layout':
      try {
        const found = await readLayoutImage(resolve(directory, from.path), from.ref, platform);
        return { identity: found.digest, config: kept(settingsFromOci(found.config)) };
      } catch (error) {
        if (!(error instanceof LayoutInvalid || error instanceof LayoutRefMissing)) throw error;
        return { code: 'base-unreadable', summary: error.message, at };
      }
    default:
      return from satisfies never;
  }
}

async function hashArchive(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    return `sha256:${(await hashFile(handle.fd)).sha256}`;
  } finally {
    await handle.close();
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is nothing at that path.',
  ENOTDIR: 'It is no directory.',
  EISDIR: 'It is a directory.',
  EACCES: 'This user may not read it.',
  ELOOP: 'It is a symbolic link that leads nowhere, or one where none may be.',
};

function reasonOf(code: string): string {
  return reasons[code] ?? `The system says ${code}.`;
}

/** Gives a problem the span of its attribute, or of the nearest one around it that is written. */
function diagnose(
  { at, ...problem }: Problem,
  spans: Readonly<Record<string, Span>> | undefined,
): Diagnostic {
  const span = spans?.[at] ?? spans?.[at.replace(/\[\d+\]$/, '')] ?? spans?.['name'];
  return { ...problem, severity: 'error', ...(span === undefined ? {} : { span }) };
}
