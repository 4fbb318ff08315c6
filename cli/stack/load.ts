/*
 * From a directory to a stack: its files, the modules they use, values for params and secrets, all
 * handed to the compiler at once. What cannot be read is an error: an empty or unreadable directory
 * never counts as a stack without resources.
 */
import { statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import {
  compile,
  declaredInputs,
  type Compiled,
  type CompileOptions,
  type Listing,
  type SourceFile,
} from '../../dsl/index.js';
import {
  hasErrors,
  type Diagnostic,
  type JsonValue,
  type Resource,
  type ResourceOf,
  type Stack,
} from '../../model/index.js';
import { UsageError, type CommandContext, type Invocation } from '../command.js';
import { ModuleProblem } from './git/module-problem.js';
import { languageHost } from './language-host.js';
import { loadingDiagnostic } from './loading-diagnostic.js';
import { readLock } from './lock-file.js';
import type { FoundModules } from './modules/find-modules.js';
import { loadModules } from './modules/module-world.js';
import { moduleVersions } from './modules/module-versions.js';
import { gatherParams } from './params/param-inputs.js';
import { reasonOf } from './read-bounded.js';
import { readSources, stackFileNames } from './read-sources.js';
import { readSecrets } from './secrets.js';

export type Facts = NonNullable<CompileOptions['facts']>;

export interface LoadOptions {
  /** Reads the values of secrets; without it they are unknown, and nothing is asked for them. */
  readonly secrets?: 'read';
}

export interface LoadedStack {
  /** Absolute path that relative paths of the stack start from. */
  readonly directory: string;
  /** Text of each file, modules and params included, by the path that spans have. */
  readonly sources: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when there are errors. */
  readonly stack?: Stack;
  /** Values of secret outputs, for whoever asks for one by name. */
  readonly secretOutputs: ReadonlyMap<string, JsonValue>;
  /** The engine that the files declare, whether or not the rest of them is right. */
  readonly engine?: string;
  /** Absolute paths of everything that the stack is made of: its files, and those they read. */
  readonly filesRead: ReadonlySet<string>;
  /** The files that it asked for by directory; the directories absolute. */
  readonly listings: readonly Listing[];
  /** Compiles the same files with the same inputs again, and others beside or instead. */
  readonly compileWith: (more: Partial<CompileOptions>) => Compiled;
  /** The stack again, with what the engine has found out. Says nothing new. */
  readonly withFacts: (facts: Facts) => Pick<LoadedStack, 'stack' | 'secretOutputs'>;
}

/** The directory of a stack as given on the command line: itself, or that of a file. */
export function stackDirectory(
  given: string | undefined,
  context: Pick<CommandContext, 'directory'>,
): string {
  const path = resolve(context.directory, given ?? '.');
  let isFile: boolean;
  try {
    isFile = statSync(path).isFile();
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
  return isFile ? dirname(path) : path;
}

/** How paths are shown to somebody in a directory: relative where that is shorter to read. */
export function pathsFrom(directory: string): (path: string) => string {
  return (path) => {
    const shown = relative(directory, path);
    return shown.startsWith('..') ? path : shown === '' ? '.' : shown;
  };
}

/** The stack's own files. @throws UsageError when there are none */
export function readStackFiles(
  given: string | undefined,
  context: CommandContext,
  directory: string,
) {
  const path = resolve(context.directory, given ?? '.');
  const names = path === directory ? stackFileNames(directory) : [basename(path)];
  if (names.length === 0 || !names.every((name) => name.endsWith('.stow'))) {
    throw new UsageError(
      `there is no .stow file in ${directory}; \`stowage init\` writes a first one`,
    );
  }
  return readSources(directory, pathsFrom(context.directory), names);
}

/** Loads the stack that a command's first argument names. @throws UsageError */
export async function loadStack(
  given: string | undefined,
  invocation: Invocation,
  context: CommandContext,
  options: LoadOptions = {},
): Promise<LoadedStack> {
  const directory = stackDirectory(given, context);
  const { files, problems } = readStackFiles(given, context, directory);
  const declared = declaredInputs(files);
  const known = declared.broken ? undefined : new Set(declared.params);
  const params = gatherParams(directory, known, invocation, context);
  const unreadable = problems.map((problem) => loadingDiagnostic('unreadable-source', problem));
  const base = {
    directory,
    ...(declared.engine !== undefined && { engine: declared.engine }),
  };
  if (unreadable.length > 0) {
    // What the file declares is not known, so nothing can be said of the others.
    return { ...base, ...nothingLoaded(textsOf(files), unreadable) };
  }
  const modules = await findAll(files, directory, context);
  const secrets =
    options.secrets === 'read'
      ? await readSecrets(declared.secrets, directory, invocation, context)
      : undefined;
  const host = languageHost({
    directory,
    environment: context.environment,
    withheld: new Set(
      declared.secrets.flatMap(({ source }) => (source?.kind === 'env' ? [source.name] : [])),
    ),
    checkoutOf: (module) => modules.modules.get(module)?.checkout?.root,
  });
  const versions = moduleVersions(modules.gitUses);
  const compileWith = (more: Partial<CompileOptions>): Compiled => {
    const compiled = compile(files, {
      params: params.inputs,
      host,
      resolveModule: modules.resolveModule,
      said: versions,
      ...(secrets && { secrets: secrets.values }),
      ...more,
    });
    context.terminal.conceal({ texts: compiled.hidden });
    return compiled;
  };
  const before = [...params.diagnostics, ...(secrets?.diagnostics ?? []), ...versions];
  const compiled = compileWith({ said: before });
  const diagnostics = compiled.diagnostics.filter((one) => !isSaid(one, before));
  const usable = !hasErrors(diagnostics);
  const stackOf = ({ value, secretOutputs }: Compiled) => ({
    secretOutputs,
    ...(value && usable && { stack: withPaths(value, directory) }),
  });
  return {
    ...base,
    ...stackOf(compiled),
    diagnostics,
    sources: new Map([
      ...textsOf(files),
      ...textsOfModules(modules),
      ...params.sources,
      ...host.texts,
    ]),
    filesRead: filesOf(directory, files, modules, [...params.files, ...host.filesRead], context),
    listings: host.listings(),
    compileWith,
    withFacts: (facts) => stackOf(compileWith({ facts })),
  };
}

async function findAll(
  files: readonly SourceFile[],
  directory: string,
  context: CommandContext,
): Promise<FoundModules> {
  const pins = readLock(directory)?.pins ?? new Map();
  const show = pathsFrom(context.directory);
  try {
    return await loadModules(files, { directory, pins, show }, context);
  } catch (error) {
    // The environment that says how to fetch is wrong: no module has to do with it.
    if (error instanceof ModuleProblem) throw new UsageError(error.message);
    throw error;
  }
}

/** A secret that could not be read has been reported, and is not missing as well. */
function isSaid(diagnostic: Diagnostic, before: readonly Diagnostic[]): boolean {
  return (
    diagnostic.code === 'missing-secret' &&
    before.some(
      ({ span, code }) =>
        code === 'unreadable-secret' &&
        span?.file === diagnostic.span?.file &&
        span?.start.offset === diagnostic.span?.start.offset,
    )
  );
}

/** A stack of which nothing is known but what is wrong. */
function nothingLoaded(
  sources: ReadonlyMap<string, string>,
  diagnostics: readonly Diagnostic[],
): Omit<LoadedStack, 'directory'> {
  const secretOutputs = new Map<string, JsonValue>();
  return {
    sources,
    diagnostics,
    secretOutputs,
    filesRead: new Set(),
    listings: [],
    compileWith: () => ({ diagnostics, secretOutputs, hidden: new Set() }),
    withFacts: () => ({ secretOutputs }),
  };
}

const textsOf = (files: readonly SourceFile[]): ReadonlyMap<string, string> =>
  new Map(files.map(({ path, text }) => [path, text]));

const textsOfModules = ({ modules }: FoundModules): readonly (readonly [string, string])[] =>
  [...modules.values()].flatMap(({ files }) =>
    files.map(({ path, text }) => [path, text] as const),
  );

function filesOf(
  directory: string,
  files: readonly SourceFile[],
  { modules }: FoundModules,
  others: readonly string[],
  context: CommandContext,
): ReadonlySet<string> {
  const written = [files, ...[...modules.values()].map((module) => module.files)].flat();
  return new Set([
    ...written.map(({ path }) => resolve(context.directory, path)),
    ...others.map((path) => (isAbsolute(path) ? path : join(directory, path))),
  ]);
}

/** Bind mounts name paths of the host: relative ones start from the stack's directory. */
export function withPaths(stack: Stack, directory: string): Stack {
  const resources = stack.resources.map((resource): Resource =>
    resource.kind === 'container' ? absoluteMounts(resource, directory) : resource,
  );
  return { ...stack, resources };
}

function absoluteMounts(
  resource: ResourceOf<'container'>,
  directory: string,
): ResourceOf<'container'> {
  if (!resource.spec.mounts) return resource;
  const mounts = resource.spec.mounts.map((mount) =>
    mount.type === 'bind' && !isAbsolute(mount.source)
      ? { ...mount, source: resolve(directory, mount.source) }
      : mount,
  );
  return { ...resource, spec: { ...resource.spec, mounts } };
}
