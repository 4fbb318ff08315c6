/*
 * Compiles the stack of a directory for an editor: open documents count instead of files, secrets stay
 * unknown, nothing is fetched, and a param without a value is no mistake, since values come later.
 */
import { relative, resolve } from 'node:path';
import { openValueBook, type ValueBook } from '../../dsl/editor/index.js';
import { compile, declaredInputs, type ParamInputs } from '../../dsl/index.js';
import { EngineError, type Diagnostic, type JsonValue, type Span } from '../../model/index.js';
import { ModuleProblem } from '../stack/git/module-problem.js';
import { languageHost } from '../stack/language-host.js';
import { loadingDiagnostic } from '../stack/loading-diagnostic.js';
import { readLock, type Pins } from '../stack/lock-file.js';
import { findModules, type FoundModules } from '../stack/modules/find-modules.js';
import { moduleVersions } from '../stack/modules/module-versions.js';
import { moduleWorld } from '../stack/modules/module-world.js';
import { gatherParams } from '../stack/params/param-inputs.js';
import type { Sources } from '../stack/read-sources.js';
import type { Compilation } from './messages.js';
import type { OverlaidSources } from './overlaid-sources.js';
import { isFile } from './uris.js';

export interface StackToCompile {
  readonly directory: string;
  readonly sources: OverlaidSources;
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
export interface CompiledStack {
  readonly compilation: Omit<Compilation, 'milliseconds'>;
  /** Values by places whose files are paths. */
  readonly values: ValueBook;
}

/** Compiles what the files of a directory say now. */
export function compileStack(stack: StackToCompile): CompiledStack {
  const { directory, environment } = stack;
  const values = openValueBook();
  const { files, problems } = stack.sources.read(directory);
  const declared = declaredInputs(files);
  const { found, problems: ofModules } = findAll(stack, files);
  const params = paramsOf(stack, declared.broken ? undefined : new Set(declared.params));
  const host = languageHost({
    directory,
    environment,
    withheld: new Set(
      declared.secrets.flatMap(({ source }) => (source?.kind === 'env' ? [source.name] : [])),
    ),
    checkoutOf: (module) => found?.modules.get(module)?.checkout?.root,
  });
  const { diagnostics } = compile(files, {
    params: params.inputs,
    host,
    said: found ? moduleVersions(found.gitUses) : [],
    onValue: values.onValue,
    ...(found && { resolveModule: found.resolveModule }),
  });
  const unreadable = [...problems, ...ofModules].map((problem) =>
    loadingDiagnostic('unreadable-source', problem),
  );
  return {
    compilation: {
      directory,
      diagnostics: [...unreadable, ...params.diagnostics, ...diagnostics].filter(
        ({ code }) => code !== 'missing-param',
      ),
      units: [
        directory,
        ...[...(found?.modules.keys() ?? [])].map((module) => resolve(directory, module)),
      ],
      modules: fetchedModules(directory, found),
      filesRead: [...params.files, ...host.filesRead],
    },
    values,
  };
}

interface Params {
  readonly inputs: ParamInputs;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly string[];
}

/** Values from the files that are read by themselves, and from the settings, which win. */
function paramsOf({ directory, params }: StackToCompile, known?: ReadonlySet<string>): Params {
  const origin = 'the settings of the editor';
  const own = Object.entries(params)
    .filter(([name]) => known?.has(name) ?? true)
    .map(([name, value]) => [name, { value, origin }] as const);
  if (!isFile(directory)) return { inputs: Object.fromEntries(own), diagnostics: [], files: [] };
  // What is in the environment of an editor is there by chance.
  const context = { environment: {}, directory };
  const { inputs, diagnostics, files } = gatherParams(directory, known, { values: {} }, context);
  return {
    inputs: { ...inputs, ...Object.fromEntries(own) },
    diagnostics: diagnostics.map((one) =>
      one.span ? { ...one, span: fromDirectory(directory, one.span) } : one,
    ),
    files,
  };
}

const fromDirectory = (directory: string, { file, start, end }: Span): Span => ({
  file: resolve(directory, file),
  start,
  end,
});

interface FoundAll {
  readonly found?: FoundModules;
  readonly problems: Sources['problems'];
}

/** The modules of a stack; of a lock or a cache that cannot be read, why. */
function findAll(stack: StackToCompile, files: Sources['files']): FoundAll {
  const { directory, environment, sources } = stack;
  if (!isFile(directory)) return { problems: [] };
  let pins: Pins = new Map();
  const problems: Sources['problems'][number][] = [];
  try {
    pins = readLock(directory)?.pins ?? pins;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    problems.push({ summary: error.message });
  }
  try {
    const show = (path: string): string => relative(directory, path);
    // Nothing is printed here but messages, which hold no address with a password.
    const terminal = { conceal: () => undefined };
    const world = moduleWorld({ directory, pins, show }, { environment, terminal });
    const found = findModules(files, { ...world, read: (path) => sources.read(path) });
    return { found, problems };
  } catch (error) {
    if (!(error instanceof ModuleProblem)) throw error;
    return { problems: [...problems, { summary: error.message }] };
  }
}

/** Where the sources of fetched modules lead: their text alone does not say. */
function fetchedModules(
  directory: string,
  found: FoundModules | undefined,
): Compilation['modules'] {
  return (found?.gitUses ?? []).flatMap(({ span, user, present }) => {
    const text = user.files.find(({ path }) => path === span.file)?.text;
    // The source as it is written, without its quotes.
    const source = text?.slice(span.start.offset + 1, span.end.offset - 1);
    if (!present || source === undefined) return [];
    const answer = found?.resolveModule(user.directory, source);
    if (answer?.kind !== 'module') return [];
    const from = resolve(directory, user.directory);
    return [{ from, source, directory: resolve(directory, answer.directory) }];
  });
}
