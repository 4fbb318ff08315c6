/*
 * What a stack or module says of itself, as Markdown: its params, secrets, types, functions, modules,
 * resources and outputs, with the `///` comments above them. Types stand as they are written.
 */
import type { SourceFile } from '../inputs.js';
import {
  parse,
  type Declaration,
  type Expression,
  type FunctionDeclaration,
  type TypeNode,
} from '../syntax/index.js';

type Texts = ReadonlyMap<string, string>;
type Of<K extends Declaration['kind']> = Extract<Declaration, { kind: K }>;

/** The page of a directory; `title` stands where no file names a stack. */
export function documentFiles(files: readonly SourceFile[], title: string): string {
  const texts: Texts = new Map(files.map(({ path, text }) => [path, text]));
  const declarations = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ path, text }) => parse(path, text).tree.declarations)
    .filter(({ broken }) => !broken);
  const of = <K extends Declaration['kind']>(kind: K): Of<K>[] =>
    declarations.filter((one): one is Of<K> => one.kind === kind);
  const [stack] = of('stack');
  const sections = [
    table(
      'Params',
      ['param', 'type', 'default', ''],
      of('param').map((one) => [
        code(one.name.name),
        code(source(texts, one.type)),
        one.value ? code(source(texts, one.value)) : 'required',
        prose(one),
      ]),
    ),
    table(
      'Secrets',
      ['secret', ''],
      of('secret').map((one) => [code(one.name.name), prose(one)]),
    ),
    table(
      'Outputs',
      ['output', 'type', ''],
      of('output').map((one) => [
        code(one.name.name),
        one.type ? code(source(texts, one.type)) : '',
        prose(one),
      ]),
    ),
    table(
      'Types',
      ['type', 'is', ''],
      of('type').map((one) => [code(one.name.name), code(source(texts, one.type)), prose(one)]),
    ),
    table(
      'Functions',
      ['function', ''],
      of('fn').map((one) => [code(signature(texts, one)), prose(one)]),
    ),
    table(
      'Modules',
      ['module', 'source', ''],
      of('use').map((one) => [code(one.name.name), code(source(texts, one.source)), prose(one)]),
    ),
    table(
      'Resources',
      ['resource', ''],
      of('resource').map((one) => [
        code(
          `${one.resourceKind.name}.${one.name.name}${one.clauses.some(({ kind }) => kind === 'for') ? '[…]' : ''}`,
        ),
        prose(one),
      ]),
    ),
    list(
      'Checks',
      of('check').map((one) => source(texts, one.title).slice(1, -1)),
    ),
  ];
  const head = stack ? `# Stack ${stack.name.name}` : `# ${title}`;
  return `${[head, ...(stack?.documentation ? [stack.documentation] : []), ...sections.filter((text) => text !== '')].join('\n\n')}\n`;
}

/** What is written for a node, on one line. */
function source(texts: Texts, { span }: Expression | TypeNode): string {
  const text = texts.get(span.file)?.slice(span.start.offset, span.end.offset) ?? '';
  return text.replace(/\s*\n\s*/g, ' ');
}

function signature(texts: Texts, { name, parameters, result }: FunctionDeclaration): string {
  const inside = parameters.map(
    (one) =>
      `${one.name.name}: ${source(texts, one.type)}${one.value ? ` = ${source(texts, one.value)}` : ''}`,
  );
  return `${name.name}(${inside.join(', ')})${result ? `: ${source(texts, result)}` : ''}`;
}

const prose = ({ documentation = '' }: { readonly documentation?: string }): string =>
  cell(documentation.replace(/\s*\n\s*/g, ' '));
const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;

function table(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string =>
    `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |');
  return [
    `## ${title}`,
    '',
    line(head),
    `|${head.map(() => '---|').join('')}`,
    ...rows.map(line),
  ].join('\n');
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return [`## ${title}`, '', ...items.map((item) => `- ${item}`)].join('\n');
}

export { grammarRules, tokenSorts, type GrammarRule } from './grammar-text.js';
