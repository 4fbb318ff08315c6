/*
 * Everything that comes of the files of a stack, stage by stage, as texts for goldens: tokens, tree,
 * symbols, messages written into the source, the formatted text, the evaluated stack.
 */
import type { Span } from '../../model/index.js';
import type { ExampleSetting } from '../diagnostics/examples/index.js';
import { compileSetting } from '../diagnostics/examples/compile-example.js';
import { format } from '../format/index.js';
import { bind } from '../semantics/bind.js';
import { parse } from '../syntax/index.js';
import { annotate } from './annotate.js';
import { describeTokens, describeTree } from './describe-tree.js';

/** The layers by the names of their files; those of a file in a module have `-` for `/`. */
export function layersOf(setting: ExampleSetting): ReadonlyMap<string, string> {
  const layers = new Map<string, string>();
  const { value, diagnostics } = compileSetting(setting);
  const unplaced = diagnostics.filter(({ span }) => span === undefined);
  for (const [index, [path, text]] of Object.entries(setting.files).entries()) {
    const name = path.replaceAll('/', '-');
    const parsed = parse(path, text);
    layers.set(`${name}.tokens`, describeTokens(path, text));
    layers.set(`${name}.tree`, describeTree(parsed));
    const placed = diagnostics.filter(({ span }) => span !== undefined);
    const said = annotate(path, text, [...(index === 0 ? unplaced : []), ...placed]);
    if (said !== text) layers.set(`${name}.diagnostics`, said);
    const formatted = format(text, path).value;
    if (formatted !== undefined) layers.set(`${name}.formatted`, formatted);
  }
  layers.set('symbols.txt', describeSymbols(setting));
  if (value) {
    const withoutSpans = (key: string, inner: unknown) =>
      key === 'span' || key === 'spans' ? undefined : inner;
    layers.set('evaluated.json', `${JSON.stringify(value, withoutSpans, 2)}\n`);
  }
  return layers;
}

/** What the names of the stack stand for, by place; what modules declare is theirs. */
function describeSymbols({ files }: ExampleSetting): string {
  const own = Object.entries(files).filter(([path]) => !path.includes('/'));
  const { symbols } = bind(own.map(([path, text]) => parse(path, text)));
  const { stack, engine, params, secrets, lets, types, functions, uses, outputs } = symbols;
  const named = [
    ...[stack, engine].flatMap((one) => (one ? [one] : [])),
    ...[params, secrets, lets, types, functions, outputs].flatMap((all) => [...all.values()]),
    ...[...uses.values()].map(({ declaration }) => declaration),
  ].map(({ kind, name, documentation }) => ({
    span: name.span,
    text: `${kind} ${name.name}${documentation === undefined ? '' : ` (${JSON.stringify(documentation)})`}`,
  }));
  const others = [...symbols.checks, ...symbols.tests].map(({ kind, title, span }) => ({
    span,
    text: `${kind} ${title.parts.map((part) => (part.kind === 'text' ? part.raw : '…')).join('')}`,
  }));
  const resources = symbols.resources.map(({ kind, name, declaration }) => ({
    span: declaration.name.span,
    text: [kind, name, ...declaration.clauses.map((clause) => clause.kind)].join(' '),
  }));
  const statements = symbols.statements.map(({ kind, span }) => ({ span, text: kind }));
  return [...named, ...others, ...resources, ...statements]
    .sort((a, b) => comparePlaces(a.span, b.span))
    .map(({ span, text }) => `${span.file}:${span.start.line}:${span.start.column} ${text}\n`)
    .join('');
}

function comparePlaces(a: Span, b: Span): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.start.offset - b.start.offset;
}
