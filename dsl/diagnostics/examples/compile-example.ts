/*
 * Compiles an example as the command would compile the same files: modules are found among its
 * directories, and files and variables are those that it names.
 */
import type { Diagnostic } from '../../../model/index.js';
import { compile, type Compiled } from '../../compile.js';
import type { CompileOptions, ResolvedModule } from '../../inputs.js';
import type { LanguageHost } from '../../host.js';
import { readTrials } from '../../trials/index.js';
import { settingOf, type ExampleSetting, type ExampleSource } from './example.js';

/** What there is to say about an example, and the sources to show it with. */
export interface CompiledExample {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
}

/** Compiles an example. */
export function compileExample(source: ExampleSource): CompiledExample {
  const setting = settingOf(source);
  const { diagnostics } = compileSetting(setting);
  return { diagnostics, sources: new Map(Object.entries({ ...setting.files, ...setting.beside })) };
}

/** Compiles the files of a setting: those of the stack have no directory before their names. */
export function compileSetting(setting: ExampleSetting): Compiled {
  const { params = {}, secrets } = setting;
  const given = Object.entries(params).map(
    ([name, value]) => [name, { value, origin: '`--param`' }] as const,
  );
  const options: CompileOptions = {
    params: Object.fromEntries(given),
    host: hostOf(setting),
    resolveModule: (from, source) => moduleAt(setting, joined(from, source)),
    ...(secrets && { secrets }),
  };
  const all = filesOf(setting, '');
  const compiled = compile(
    all.filter(({ path }) => !isTest(path)),
    options,
  );
  const trials = all.filter(({ path }) => isTest(path)).map((file) => readTrials(file));
  const judged = trials.flatMap(({ value = [] }) =>
    value.flatMap(({ params: own, assertions }) => {
      const { diagnostics } = compile(
        all.filter(({ path }) => !isTest(path)),
        { ...options, params: own, assertions },
      );
      return diagnostics.filter(({ code }) => code === 'assertion-failed');
    }),
  );
  const read = trials.flatMap(({ diagnostics }) => diagnostics);
  return { ...compiled, diagnostics: [...compiled.diagnostics, ...read, ...judged] };
}

const isTest = (path: string): boolean => path.endsWith('.test.stow');

const filesOf = ({ files }: ExampleSetting, directory: string) =>
  Object.entries(files)
    .filter(([path]) => directoryOf(path) === directory)
    .map(([path, text]) => ({ path, text }));

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

function moduleAt(setting: ExampleSetting, directory: string): ResolvedModule {
  const files = filesOf(setting, directory);
  return files.length > 0
    ? { kind: 'module', directory, files }
    : { kind: 'failed', summary: `there is no .stow file in ${JSON.stringify(directory)}` };
}

/** A relative path from a directory, without `.` and `..`. */
function joined(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** A world of a few texts. Its hashes are as different as the lengths are. */
function hostOf({ beside = {}, environment = {} }: ExampleSetting): LanguageHost {
  const texts = new Map(Object.entries(beside).map(([path, text]) => [joined('', path), text]));
  const variables = new Map(Object.entries(environment));
  return {
    readFile: (path) => {
      const text = texts.get(joined('', path));
      return text === undefined
        ? { kind: 'failed', reason: 'there is no such file' }
        : { kind: 'read', value: new TextEncoder().encode(text) };
    },
    listFiles: (path) => {
      const start = joined('', path) === '' ? '' : `${joined('', path)}/`;
      const found = [...texts.keys()].filter((one) => one.startsWith(start));
      return { kind: 'read', value: found.map((one) => one.slice(start.length)).sort() };
    },
    variable: (name) => variables.get(name),
    hash: (_algorithm, bytes) => bytes.length.toString(16).padStart(64, '0'),
  };
}
