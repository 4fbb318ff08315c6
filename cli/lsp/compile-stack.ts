/*
 * Compiles the stack of a directory for an editor: open documents count instead of files, secrets stay
 * unknown, nothing is fetched, and a param without a value is no mistake, since values come later.
 */
import { basename, relative, resolve } from 'node:path';
import { compile, type SourceFile } from '../../dsl/index.js';
import { openValueBook, type ValueBook } from '../../dsl/editor/index.js';
import { EngineError, type Diagnostic, type JsonValue } from '../../model/index.js';
import { languageHost } from '../stack/language-host.js';
import { readLock, type Pins } from '../stack/lock-file.js';
import { cacheDirectory, findCached } from '../stack/modules/cache.js';
import { findModules, type FoundModules } from '../stack/modules/find-modules.js';
import { findVendored } from '../stack/modules/vendored.js';
import { allowedProtocols } from '../stack/git/source.js';
import { isStackFile, readSources, type Sources } from '../stack/read-sources.js';
import type { Compilation } from './messages.js';
import { directoryOf, isFile } from './uris.js';

export interface StackToCompile {
  readonly directory: string;
  /** Texts of open documents by their paths. */
  readonly texts: ReadonlyMap<string, string>;
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
  const { files, problems } = readOverlaid(stack, directory);
  const lock = pinsOf(directory);
  const found = isFile(directory) ? modulesOf(stack, files, lock.pins) : undefined;
  const checkouts = new Map(
    [...(found?.modules.values() ?? [])].flatMap((one) =>
      one.checkout ? [[one.directory, one.checkout.root] as const] : [],
    ),
  );
  const host = languageHost({
    directory,
    environment,
    checkoutOf: (module) => checkouts.get(module),
  });
  const { diagnostics } = compile(files, {
    params: Object.fromEntries(
      Object.entries(stack.params).map(([name, value]) => [
        name,
        { value, origin: 'the settings of the editor' },
      ]),
    ),
    host,
    onValue: values.onValue,
    ...(found && { resolveModule: found.resolveModule }),
  });
  const unreadable = [...problems, ...lock.problems].map((problem): Diagnostic => ({
    code: 'unreadable-source',
    severity: 'error',
    ...problem,
  }));
  return {
    compilation: {
      directory,
      diagnostics: [...unreadable, ...diagnostics].filter(({ code }) => code !== 'missing-param'),
      units: [
        directory,
        ...[...(found?.modules.keys() ?? [])].map((module) => resolve(directory, module)),
      ],
      modules: fetchedModules(directory, found),
      filesRead: [...host.filesRead],
    },
    values,
  };
}

/** The files of a directory, with the texts of open documents in place of theirs. */
function readOverlaid({ texts }: StackToCompile, directory: string): Sources {
  const own = [...texts].filter(([path]) => directoryOf(path) === directory);
  const open: SourceFile[] = own
    .filter(([path]) => !isFile(path) || isStackFile(basename(path)))
    .map(([path, text]) => ({ path, text: text.replace(/^\ufeff/, '') }));
  if (!isFile(directory)) return { files: open, problems: [] };
  const { files, problems } = readSources(directory, (path) => path);
  const closed = files.filter(({ path }) => !texts.has(path));
  return { files: [...closed, ...open], problems };
}

/** The pins of fetched modules; of a lock that cannot be read, why. */
function pinsOf(directory: string): {
  readonly pins: Pins;
  readonly problems: Sources['problems'];
} {
  if (!isFile(directory)) return { pins: new Map(), problems: [] };
  try {
    return { pins: readLock(directory)?.pins ?? new Map(), problems: [] };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { pins: new Map(), problems: [{ summary: error.message }] };
  }
}

function modulesOf(stack: StackToCompile, files: readonly SourceFile[], pins: Pins): FoundModules {
  const { directory, environment } = stack;
  const cache = cacheDirectory(environment);
  return findModules(files, {
    directory,
    pins,
    protocols: allowedProtocols(environment),
    findContent: (pin, source) =>
      findVendored(directory, pin, source) ?? findCached(cache, pin.hash),
    read: (path) => readOverlaid(stack, path),
    show: (path) => relative(directory, path),
    // Nothing is printed here but messages, which hold no address with a password.
    conceal: () => undefined,
  });
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
