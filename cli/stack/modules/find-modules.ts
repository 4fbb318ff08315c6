/*
 * All modules of a stack: asks the language which sources the files use, reads those, and goes on
 * until none is missing. Reads local directories and what has been fetched; fetches nothing. What a
 * `use` cannot have is told to the compiler, which reports it where the `use` stands.
 */
import { realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import {
  declaredInputs,
  type CompileOptions,
  type ResolvedModule,
  type SourceFile,
} from '../../../dsl/index.js';
import type { Span } from '../../../model/index.js';
import { ModuleProblem } from '../git/module-problem.js';
import { isGitSource, parseGitSource, type GitSource } from '../git/source.js';
import type { Pin, Pins } from '../lock-file.js';
import type { Sources } from '../read-sources.js';
import { isDirectory } from './cache.js';

export interface ModuleWorld {
  /** The stack's directory, absolute. */
  readonly directory: string;
  readonly pins: Pins;
  readonly protocols: readonly string[];
  /** Where the content of a pin is on this host; `undefined` where it is not. @throws ModuleProblem */
  readonly findContent: (pin: Pin, source: GitSource) => string | undefined;
  /** Reads the files of a directory, from disk or from an editor's buffers. */
  readonly read: (path: string) => Sources;
  /** How a path is shown. */
  readonly show: (path: string) => string;
  readonly conceal: (secret: string) => void;
}

/** A checkout of a repository, out of which no path of a module in it may lead. */
export interface Checkout {
  readonly root: string;
  readonly source: GitSource;
}

/** One directory of `.stow` files that a `use` leads to. */
export interface FoundModule {
  /** Relative to the stack's directory, with `/`. */
  readonly directory: string;
  /** Present for what was fetched. */
  readonly checkout?: Checkout;
  readonly files: readonly SourceFile[];
}

/** A `use` of a Git source, and whether its content is there. */
export interface GitUse {
  readonly source: GitSource;
  readonly pin: Pin | undefined;
  readonly present: boolean;
  readonly span: Span;
  /** Where the `use` stands, as `resolveModule` is asked. */
  readonly user: FoundModule;
  /** Name of the module there. */
  readonly name: string;
}

export interface FoundModules {
  readonly resolveModule: NonNullable<CompileOptions['resolveModule']>;
  /** By directory, without the stack itself. */
  readonly modules: ReadonlyMap<string, FoundModule>;
  readonly gitUses: readonly GitUse[];
  /** Uses whose module cannot be had. */
  readonly failures: readonly FailedUse[];
  /** Whether a file could not be made sense of, so that there may be more uses than were found. */
  readonly broken: boolean;
}

/** A `use` whose module cannot be had, and why. */
export interface FailedUse {
  readonly span: Span;
  readonly summary: string;
  readonly detail?: string;
}

const mostModules = 500;

/** Finds the modules that the stack's files use, and those that these use. */
export function findModules(files: readonly SourceFile[], world: ModuleWorld): FoundModules {
  const answers = new Map<string, ResolvedModule>();
  const modules = new Map<string, FoundModule>();
  const gitUses: GitUse[] = [];
  const failures: FailedUse[] = [];
  let broken = false;
  const queue: FoundModule[] = [{ directory: '', files }];
  for (let module = queue.shift(); module; module = queue.shift()) {
    const declared = declaredInputs(module.files);
    broken ||= declared.broken;
    for (const use of declared.uses) {
      const found = attempt(() => {
        if (modules.size >= mostModules) {
          throw new ModuleProblem(`the stack has more than ${mostModules} modules`);
        }
        return find(use, module, world, gitUses);
      });
      if ('kind' in found) {
        const { summary, detail } = found;
        answers.set(keyOf(module.directory, use.source), found);
        failures.push({ span: use.span, summary, ...(detail !== undefined && { detail }) });
        continue;
      }
      const { directory, files: texts } = found;
      answers.set(keyOf(module.directory, use.source), { kind: 'module', directory, files: texts });
      if (found.directory === '' || modules.has(found.directory)) continue;
      modules.set(found.directory, found);
      queue.push(found);
    }
  }
  return {
    modules,
    gitUses,
    failures,
    broken,
    resolveModule: (from, source) =>
      answers.get(keyOf(from, source)) ?? {
        kind: 'failed',
        summary: `the source ${JSON.stringify(source)} was not looked for`,
      },
  };
}

const keyOf = (from: string, source: string): string => `${from}\0${source}`;

type Failed = Extract<ResolvedModule, { kind: 'failed' }>;

function attempt(find: () => FoundModule): FoundModule | Failed {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof ModuleProblem)) throw error;
    const { message, detail } = error;
    return { kind: 'failed', summary: message, ...(detail !== undefined && { detail }) };
  }
}

type Use = Pick<GitUse, 'name' | 'span'> & { readonly source: string };

function find(use: Use, from: FoundModule, world: ModuleWorld, gitUses: GitUse[]): FoundModule {
  const { source } = use;
  if (isGitSource(source)) {
    const git = parseGitSource(source, world.protocols, world.conceal);
    return findFetched({ ...use, source: git }, from, world, gitUses);
  }
  if (/^\.\.?(?:\/|$)/.test(source)) return findLocal(source, from, world);
  throw new ModuleProblem(
    `${JSON.stringify(source)} is no source of a module`,
    'A source is a directory, which begins with `./` or `../`, or a repository: `git::https://example.org/modules.git//postgres?ref=v1`.',
  );
}

function findLocal(source: string, from: FoundModule, world: ModuleWorld): FoundModule {
  const path = resolve(world.directory, from.directory, source);
  if (from.checkout && !isInside(from.checkout.root, path)) {
    throw new ModuleProblem(
      `${source} leads out of the repository that the module is in`,
      'A fetched module uses what its own repository holds, or another repository.',
    );
  }
  return readModule(path, source, world, from.checkout);
}

function findFetched(
  { source, name, span }: Pick<GitUse, 'source' | 'name' | 'span'>,
  from: FoundModule,
  world: ModuleWorld,
  gitUses: GitUse[],
): FoundModule {
  if (from.checkout && source.url.startsWith('file:')) {
    throw new ModuleProblem('a fetched module cannot use a repository of this host');
  }
  const pin = world.pins.get(source.key);
  const root = pin && world.findContent(pin, source);
  gitUses.push({ source, pin, present: root !== undefined, name, span, user: from });
  if (pin === undefined) {
    throw new ModuleProblem(
      `${source.key} is not pinned yet`,
      '`stowage update` fetches it and notes its commit in stowage.lock.',
    );
  }
  if (root === undefined) {
    throw new ModuleProblem(
      `${source.key} has not been fetched`,
      `\`stowage check\` fetches commit ${pin.commit}, which stowage.lock names.`,
    );
  }
  const path = join(root, source.directory);
  return readModule(path, source.directory === '' ? source.url : source.directory, world, {
    root,
    source,
  });
}

function readModule(
  path: string,
  shown: string,
  world: ModuleWorld,
  checkout: Checkout | undefined,
): FoundModule {
  if (!isDirectory(path)) {
    throw new ModuleProblem(
      `there is no directory ${JSON.stringify(shown)}`,
      checkout ? `Commit it in ${checkout.source.url}.` : `It would be ${world.show(path)}.`,
    );
  }
  if (checkout && !isInside(realpathSync(checkout.root), realpathSync(path))) {
    throw new ModuleProblem(`${JSON.stringify(shown)} leads out of the repository`);
  }
  const { files, problems } = world.read(path);
  const [problem] = problems;
  if (problem !== undefined) throw new ModuleProblem(problem.summary, problem.detail);
  if (files.length === 0) {
    throw new ModuleProblem(`there is no .stow file in ${JSON.stringify(shown)}`);
  }
  const directory = relative(world.directory, path).split(sep).join('/');
  return { directory, files, ...(checkout && { checkout }) };
}

/** Whether a path is a directory or something below it. Both are absolute and normal. */
export function isInside(directory: string, path: string): boolean {
  return (
    path === directory ||
    path.startsWith(directory.endsWith(sep) ? directory : `${directory}${sep}`)
  );
}
