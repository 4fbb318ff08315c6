/*
 * Whatever stands in a file, it is parsed and formatted: no throw, no hang, a tree in any case.
 * STOWAGE_PROPERTY_RUNS sets how many damaged texts are tried, STOWAGE_PROPERTY_SEED which.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { parse } from '../syntax/index.js';
import { mutate, randomFrom, sampleOf } from '../testing/mutations.js';
import { programs } from '../testing/programs.js';
import { format } from './index.js';

const seed = Number(process.env['STOWAGE_PROPERTY_SEED'] ?? 20_261_121);
const runs = Number(process.env['STOWAGE_PROPERTY_RUNS'] ?? 4_000);
t.setTimeout(Math.max(120_000, runs * 10));

const root = new URL('../../../', import.meta.url);
const stowFiles = (folder: string): string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.stow'))
    .map((path) => readFileSync(new URL(`${folder}${path}`, root), 'utf8'));
const written = [...stowFiles('examples/'), ...stowFiles('dsl/fixtures/'), ...stowFiles('docs/')];
const made = fc.sample(programs, { numRuns: 60, seed });

/** Whether everything in a tree is there: recovery leaves `missing` nodes, never nothing. */
function isWhole(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return node !== undefined;
  if (Array.isArray(node)) return node.every(isWhole);
  return Object.entries(node).every(([key, value]) => key === 'span' || isWhole(value));
}

/** What is wrong with how a text is read; nothing when all is well. */
function faultOf(text: string): string | undefined {
  try {
    const { tree, diagnostics } = parse('main.stow', text);
    for (const { span, summary } of diagnostics) {
      if (!span) return `\`${summary}\` has no place`;
      const { start, end } = span;
      if (start.offset > end.offset || end.offset > text.length) return 'a place is outside';
    }
    if (tree.span.end.offset !== text.length) return 'the tree is not whole';
    if (!isWhole(tree.declarations)) return 'something in the tree is not there';
    const formatted = format(text).value;
    if (formatted === undefined)
      return diagnostics.length === 0 ? 'it is not formatted' : undefined;
    if (format(formatted).value !== formatted) return `formatted twice it changes:\n${formatted}`;
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

t.test('every prefix of every example and fixture', async (t) => {
  t.ok(written.length > 15, `${written.length} files`);
  for (const text of written) {
    for (let end = 0; end <= text.length; end += text.length < 1000 ? 1 : 7) {
      const fault = faultOf(text.slice(0, end));
      if (fault !== undefined) t.fail(`${fault}\n${text.slice(0, end)}`);
    }
  }
});

t.test(`${runs} damaged texts`, async (t) => {
  const random = randomFrom(seed);
  const samples = [...written, ...made].map(sampleOf);
  for (let run = 0; run < runs; run++) {
    const text = mutate(samples, random);
    const fault = faultOf(text);
    if (fault !== undefined) t.fail(`run ${run}: ${fault}\n${JSON.stringify(text)}`);
  }
  t.pass('none threw');
});

/** A declaration with something nested a number of times. */
const nested: Readonly<Record<string, (depth: number) => string>> = {
  parentheses: (depth) => `let x = ${'('.repeat(depth)}1${')'.repeat(depth)}`,
  lists: (depth) => `let x = ${'['.repeat(depth)}1${']'.repeat(depth)}`,
  objects: (depth) => `let x = ${'{ a: '.repeat(depth)}1${' }'.repeat(depth)}`,
  calls: (depth) => `let x = ${'f('.repeat(depth)}1${')'.repeat(depth)}`,
  indices: (depth) => `let x = ${'a['.repeat(depth)}1${']'.repeat(depth)}`,
  'safe indices': (depth) => `let x = ${'a?.['.repeat(depth)}1${']'.repeat(depth)}`,
  interpolations: (depth) => `let x = ${'"${'.repeat(depth)}1${'}"'.repeat(depth)}`,
  comprehensions: (depth) => `let x = ${'['.repeat(depth)}1${' for y in z]'.repeat(depth)}`,
  'object comprehensions': (depth) =>
    `let x = ${'{ "${k}": '.repeat(depth)}1${' for k in z }'.repeat(depth)}`,
  'lists of clauses': (depth) => `let x = ${'[1 for y in '.repeat(depth)}z${']'.repeat(depth)}`,
  clauses: (depth) => `let x = [1${' for y in z'.repeat(depth)}]`,
  'clauses of resources': (depth) => `volume x${' for y in z'.repeat(depth)} {}`,
  'conditions in their first branch': (depth) =>
    `let x = ${'a ? '.repeat(depth)}1${' : 2'.repeat(depth)}`,
  'conditions in their second branch': (depth) => `let x = ${'a ? 1 : '.repeat(depth)}2`,
  'conditions on lines': (depth) => `let x = ${'a\n  ? b\n  : '.repeat(depth)}2`,
  operators: (depth) => `let x = ${'1 + '.repeat(depth)}1`,
  defaults: (depth) => `let x = ${'a ?? '.repeat(depth)}1`,
  'operators on lines': (depth) => `let x = ${'1 +\n  '.repeat(depth)}1`,
  negations: (depth) => `let x = ${'!'.repeat(depth)}true`,
  minus: (depth) => `let x = ${'- '.repeat(depth)}1`,
  members: (depth) => `let x = a${'.b'.repeat(depth)}`,
  'safe members': (depth) => `let x = a${'?.b'.repeat(depth)}`,
  'calls of calls': (depth) => `let x = a${'()'.repeat(depth)}`,
  'list types': (depth) => `type X = ${'['.repeat(depth)}int${']'.repeat(depth)}`,
  'map types': (depth) => `type X = ${'{[string]: '.repeat(depth)}int${'}'.repeat(depth)}`,
  'object types': (depth) => `type X = ${'{ a: '.repeat(depth)}int${' }'.repeat(depth)}`,
  'parentheses of types': (depth) => `type X = ${'('.repeat(depth)}int${')'.repeat(depth)}`,
  secrets: (depth) => `type X = ${'secret<'.repeat(depth)}int${'>'.repeat(depth)}`,
  'optional types': (depth) => `type X = int${'?'.repeat(depth)}`,
  'spaced optional types': (depth) => `type X = int${' ?'.repeat(depth)}`,
  refinements: (depth) => `type X = int${' where true'.repeat(depth)}`,
  'refinements in parentheses': (depth) =>
    `type X = ${'('.repeat(depth)}int${' where true)'.repeat(depth)}`,
  ranges: (depth) => `type X = int(${'('.repeat(depth)}1${')'.repeat(depth)})`,
  'openings alone': (depth) => `let x = ${'['.repeat(depth)}`,
  'openings and other endings': (depth) => `let x = ${'('.repeat(depth)}${']'.repeat(depth)}`,
};

t.test('what is nested a thousand times has a message of its own', async (t) => {
  for (const [name, write] of Object.entries(nested)) {
    const text = `${write(1000)}\nlet z = 1\n`;
    t.equal(faultOf(text), undefined, name);
    const { tree, diagnostics } = parse('main.stow', text);
    t.same([...new Set(diagnostics.map(({ code }) => code))], ['nesting-too-deep'], name);
    t.equal(diagnostics.length, 1, `${name}: one message`);
    t.match(tree.declarations.at(-1), { name: { name: 'z' } }, `${name}: what follows is read`);
  }
});

t.test('what is nested ninety times is read, of every sort at once, too', async (t) => {
  for (const [name, write] of Object.entries(nested)) {
    if (name.startsWith('openings')) continue;
    t.equal(faultOf(`${write(90)}\n`), undefined, name);
    t.same(parse('main.stow', `${write(90)}\n`).diagnostics, [], name);
  }
  const mixed = `let x = ${'[f({ a: "${(-b ? '.repeat(18)}1${' : 2)}" })]'.repeat(18)}\n`;
  t.equal(faultOf(mixed), undefined);
  t.same(parse('main.stow', mixed).diagnostics, []);
});
