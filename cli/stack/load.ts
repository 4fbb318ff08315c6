/*
 * Reads a stack's files and evaluates them. What cannot be read is an error: an empty or unreadable
 * directory never counts as a stack without resources.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { compile, type GivenValue, type ParamInputs } from '../../dsl/index.js';
import {
  hasErrors,
  type Diagnostic,
  type ResourceOf,
  type Resource,
  type Stack,
} from '../../model/index.js';
import { UsageError, type CommandContext, type Invocation } from '../command.js';

export interface LoadedStack {
  /** Absolute path that relative paths of the stack start from. */
  readonly directory: string;
  /** Text of each file, by the path that spans have. */
  readonly sources: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when there are errors. */
  readonly stack?: Stack;
}

const parameterPrefix = 'STOWAGE_PARAM_';

/** Values for params: the environment, then `--param`, the later ones winning. */
function parametersOf(invocation: Invocation, context: CommandContext): ParamInputs {
  const parameters: Record<string, GivenValue> = {};
  for (const [name, value] of Object.entries(context.environment)) {
    if (name.startsWith(parameterPrefix) && value !== undefined) {
      parameters[name.slice(parameterPrefix.length)] = { value, origin: name };
    }
  }
  for (const given of invocation.values['param'] ?? []) {
    const equals = given.indexOf('=');
    if (equals < 1) throw new UsageError(`--param takes NAME=VALUE, not ${given}`);
    parameters[given.slice(0, equals)] = { value: given.slice(equals + 1), origin: '--param' };
  }
  return parameters;
}

/** The directory of a stack as given on the command line: itself, or that of a file. */
export function stackDirectory(given: string | undefined, context: CommandContext): string {
  const path = resolve(context.directory, given ?? '.');
  let isFile: boolean;
  try {
    isFile = statSync(path).isFile();
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : ''}`);
  }
  return isFile ? dirname(path) : path;
}

/** The .stow files of a directory, sorted by name. @throws UsageError when there are none */
function readSources(
  directory: string,
  given: string | undefined,
  context: CommandContext,
): ReadonlyMap<string, string> {
  const path = resolve(context.directory, given ?? '.');
  const names = path === directory ? readdirSync(directory) : [relative(directory, path)];
  const files = names.filter((name) => name.endsWith('.stow')).sort();
  if (files.length === 0) {
    throw new UsageError(
      `there is no .stow file in ${directory}; \`stowage init\` writes a first one`,
    );
  }
  const shown = relative(context.directory, directory);
  const prefix = shown.startsWith('..') ? directory : shown;
  return new Map(
    files.map((name) => [join(prefix, name), readFileSync(join(directory, name), 'utf8')]),
  );
}

/** Loads the stack that a command's first argument names. */
export function loadStack(
  given: string | undefined,
  invocation: Invocation,
  context: CommandContext,
): LoadedStack {
  const directory = stackDirectory(given, context);
  const sources = readSources(directory, given, context);
  const files = [...sources].map(([path, text]) => ({ path, text }));
  const { value, diagnostics } = compile(files, { params: parametersOf(invocation, context) });
  const usable = value && !hasErrors(diagnostics);
  return {
    directory,
    sources,
    diagnostics,
    ...(usable
      ? { stack: { ...value, resources: value.resources.map(withPaths(directory)) } }
      : {}),
  };
}

/** Bind mounts name paths of the host: relative ones start from the stack's directory. */
function withPaths(directory: string): (resource: Resource) => Resource {
  return (resource) =>
    resource.kind === 'container' ? absoluteMounts(resource, directory) : resource;
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
