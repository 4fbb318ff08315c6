/*
 * Values for params from outside, each with where it comes from. Later ones win: variables of the
 * environment, files that are read by themselves, files of `--params` in their order, `--param`.
 */
import { readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import {
  readParamFile,
  type DiagnosticCode,
  type ParamInputs,
  type ParamLine,
} from '../../../dsl/index.js';
import { formatSpan, nearestName, type Diagnostic } from '../../../model/index.js';
import { UsageError, type CommandContext, type Invocation } from '../../command.js';
import { loadingDiagnostic } from '../loading-diagnostic.js';
import { readText } from '../read-sources.js';
import { readJsonParams } from './json-params.js';

export interface GivenParams {
  readonly inputs: ParamInputs;
  readonly diagnostics: readonly Diagnostic[];
  /** Text of the files that were read, by the paths of their spans. */
  readonly sources: ReadonlyMap<string, string>;
  /** Absolute paths of those files. */
  readonly files: readonly string[];
}

const variablePrefix = 'STOWAGE_PARAM_';

/**
 * Gathers values for the params of a stack.
 * @param declared names of its params; absent where its files could not be made sense of
 */
export function gatherParams(
  directory: string,
  declared: ReadonlySet<string> | undefined,
  invocation: Pick<Invocation, 'values'>,
  context: Pick<CommandContext, 'environment' | 'directory'>,
): GivenParams {
  const inputs = new Map<string, ParamInputs[string]>();
  const diagnostics: Diagnostic[] = [];
  const sources = new Map<string, string>();
  const isKnown = (name: string): boolean => declared?.has(name) ?? true;
  for (const [variable, value] of Object.entries(context.environment)) {
    if (!variable.startsWith(variablePrefix) || value === undefined) continue;
    const name = variable.slice(variablePrefix.length);
    if (isKnown(name)) inputs.set(name, { value, origin: variable });
    else diagnostics.push(strayVariable(variable, name, declared ?? []));
  }
  const files = [
    ...automaticFiles(directory),
    ...(invocation.values['params'] ?? []).map((path) => resolve(context.directory, path)),
  ];
  for (const file of files) {
    const shown = shownPath(file, context.directory);
    const read = readFile(file, shown);
    diagnostics.push(...read.diagnostics);
    if (read.text !== undefined) sources.set(shown, read.text);
    for (const { name, value, span } of read.lines) {
      if (isKnown(name)) inputs.set(name, { value, origin: formatSpan(span).replace(/:\d+$/, '') });
      else diagnostics.push(unknownInFile(name, span, declared ?? []));
    }
  }
  for (const given of invocation.values['param'] ?? []) {
    const equals = given.indexOf('=');
    if (equals < 1) throw new UsageError(`--param takes NAME=VALUE, not ${given}`);
    inputs.set(given.slice(0, equals), { value: given.slice(equals + 1), origin: '`--param`' });
  }
  return { inputs: Object.fromEntries(inputs), diagnostics, sources, files };
}

/** Files in the stack's directory that are read without being asked for, in their order. */
function automaticFiles(directory: string): readonly string[] {
  const names = readdirSync(directory);
  const first = ['stowage.params.stow', 'stowage.params.json'].filter((name) =>
    names.includes(name),
  );
  const automatic = names.filter((name) => /.\.auto\.params\.(?:stow|json)$/.test(name)).sort();
  return [...first, ...automatic].map((name) => join(directory, name));
}

function shownPath(file: string, from: string): string {
  const shown = relative(from, file);
  return shown.startsWith('..') ? file : shown;
}

interface ReadFile {
  readonly lines: readonly ParamLine[];
  readonly diagnostics: readonly Diagnostic[];
  readonly text?: string;
}

function readFile(file: string, shown: string): ReadFile {
  const name = basename(file);
  if (!name.endsWith('.params.stow') && !name.endsWith('.json')) {
    throw new UsageError(`--params takes files that end in .params.stow or .json, not ${shown}`);
  }
  const read = readText(file, shown);
  if ('summary' in read) {
    return { lines: [], diagnostics: [loadingDiagnostic('unreadable-source', read)] };
  }
  const { text } = read;
  if (name.endsWith('.params.stow')) {
    const { value, diagnostics } = readParamFile(shown, text);
    return { lines: value, diagnostics, text };
  }
  const json = readJsonParams(shown, text);
  if (json.kind === 'read') return { lines: json.lines, diagnostics: [], text };
  const { summary, span } = json;
  const problem = loadingDiagnostic('invalid-param-file', { summary, span });
  return { lines: [], diagnostics: [problem], text };
}

function unknownInFile(
  name: string,
  span: ParamLine['span'],
  declared: Iterable<string>,
): Diagnostic {
  const nearest = nearestName(name, declared);
  const text = span.file.endsWith('.json') ? JSON.stringify(nearest) : nearest;
  return {
    code: 'unknown-param' satisfies DiagnosticCode,
    severity: 'error',
    summary: `the stack has no param \`${name}\``,
    detail: declaredText(declared),
    span,
    ...(nearest !== undefined &&
      text !== undefined && { fix: { title: `write \`${nearest}\``, span, text } }),
  };
}

function strayVariable(variable: string, name: string, declared: Iterable<string>): Diagnostic {
  const nearest = nearestName(name, declared);
  return loadingDiagnostic('stray-variable', {
    summary: `${variable} is set, and the stack has no param \`${name}\``,
    detail:
      nearest === undefined ? declaredText(declared) : `Did you mean ${variablePrefix}${nearest}?`,
  });
}

function declaredText(declared: Iterable<string>): string {
  const names = [...declared].map((name) => `\`${name}\``);
  return names.length === 0 ? 'It declares none.' : `It has ${names.join(', ')}.`;
}
