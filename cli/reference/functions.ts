/*
 * The reference page of functions, made from the library's own table. Every example on it is run as a
 * test.
 */
import {
  categories,
  exampleFiles,
  exampleVariables,
  signatureOf,
  type Category,
  type Example,
  type LibraryFunction,
} from '../../dsl/library/index.js';

const widest = 76;

/** An example with what it gives: on one line where there is room. */
function exampleLines(example: Example): readonly string[] {
  const [expression, result] =
    'fails' in example ? [example.expression, `error: ${example.fails}`] : example;
  return expression.length + result.length + 4 <= widest
    ? [`${expression}  →  ${result}`]
    : [expression, `  →  ${result}`];
}

function functionSection(one: LibraryFunction): readonly string[] {
  return [
    '',
    `### ${signatureOf(one).name}`,
    '',
    '```text',
    one.signature,
    '```',
    '',
    one.documentation,
    '',
    '```text',
    ...one.examples.flatMap(exampleLines),
    '```',
  ];
}

const anchorOf = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9_]+/g, '-');

function contents({ title, functions }: Category): string {
  const names = functions.map((one) => signatureOf(one).name);
  const links = names.map((name) => `[\`${name}\`](#${name})`);
  return `- [${title}](#${anchorOf(title)}): ${links.join(', ')}`;
}

/** The page, as Markdown. */
export function functionsPage(): string {
  const files = Object.entries(exampleFiles).flatMap(([path, text]) => [
    `- \`${path}\`:`,
    '',
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `      ${line}`),
    '',
  ]);
  const variables = Object.entries(exampleVariables).map(([name, value]) => `\`${name}=${value}\``);
  return [
    '# Functions',
    '',
    'The library of the language. This page is generated from `dsl/library/`; do not edit it. Every example is',
    'run as a test.',
    '',
    ...categories.map(contents),
    '',
    '## How to read it',
    '',
    '`name?: T` may be left out, or be `null`; `...name: T` takes any number of arguments. `T` stands for any type,',
    'the same everywhere in a signature; `number` for `int`, `float`, `size` or `duration`, all of one kind;',
    '`scalar` for everything that has a text: those, `string`, `bool`, `ip`, `cidr` and `port`. An `int` is taken for a',
    '`float`, and an address for a `string`.',
    '',
    'A function that looks into a secret gives a secret. Where a signature says `T` values are handed on as they are,',
    'secrets among them. What is made from a value that is not known yet is not known either.',
    '',
    'Texts are at most 1 MB long, lists have at most 10,000 items, and all work counts: every stack is evaluated within a',
    'fixed number of steps.',
    '',
    'The examples stand in a stack that declares `environment: ["CI_*"]` and `secret db_password`, whose value is',
    `\`hunter2\`. Of the environment ${variables.join(', ')} is set, and these files are there:`,
    '',
    ...files.slice(0, -1),
    ...categories.flatMap(({ title, introduction, functions }) => [
      '',
      `## ${title}`,
      '',
      introduction,
      ...functions.flatMap(functionSection),
    ]),
    '',
  ].join('\n');
}
