// The grammar for editors that use tree-sitter: that what is committed was made from what is written,
// that it reads what the command reads, and what it makes of it.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { Query } from 'web-tree-sitter';
import { compiledPath } from '../compile.mjs';
import { committedFiles, root } from '../sources.mjs';
import { generated, hashesNow, origin, pathOf } from './files.mjs';
import { grammarJson } from './grammar-json.mjs';
import { faultsOf, flat, loadParser, readCorpus } from './trees.mjs';

const update = process.env.STOWAGE_UPDATE_GOLDENS === '1';
const { parser, language } = await loadParser();

/** @param {string} text */
function parse(text) {
  const tree = parser.parse(text);
  if (tree === null) throw new Error('there is no tree');
  return tree.rootNode;
}

t.test('what is committed was made from the grammar', async (t) => {
  const { $schema, reserved, ...made } = JSON.parse(
    readFileSync(pathOf('src/grammar.json'), 'utf8'),
  );
  t.ok($schema);
  t.same(reserved ?? {}, {});
  t.same(await grammarJson(pathOf('grammar.js')), made, '`npm run tree-sitter` makes it so');
  t.same(hashesNow(), JSON.parse(readFileSync(pathOf(origin), 'utf8')));
  for (const path of generated) t.ok(readFileSync(pathOf(path), 'utf8').length > 0, path);
});

for (const file of readdirSync(pathOf('test/corpus')).sort()) {
  t.test(`corpus ${file}`, async (t) => {
    const cases = readCorpus(readFileSync(pathOf(`test/corpus/${file}`), 'utf8'));
    for (const { name, input, expected } of cases) {
      t.equal(flat(parse(input).toString()), expected, name);
    }
  });
}

t.test('every file that the command reads is read without a fault', async (t) => {
  const { parse: parseFile } = await load('dsl/syntax/index.ts');
  const files = committedFiles().filter((path) => path.endsWith('.stow'));
  let good = 0;
  for (const path of files) {
    if (path.endsWith('.params.stow')) continue;
    const text = readFileSync(join(root, path), 'utf8');
    if (parseFile(path, text).diagnostics.length > 0) continue;
    good += 1;
    t.same(faultsOf(parse(text)), [], path);
  }
  t.ok(good > 5, `${good} files`);
});

t.test('and every text of the guide', async (t) => {
  const { parse: parseFile } = await load('dsl/syntax/index.ts');
  const pages = committedFiles().filter((path) => path.startsWith('docs/') && path.endsWith('.md'));
  let good = 0;
  for (const page of pages) {
    const texts = readFileSync(join(root, page), 'utf8').matchAll(
      /^```stow[^\n]*\n([\s\S]*?)^```/gm,
    );
    for (const [, text = ''] of texts) {
      if (parseFile(page, text).diagnostics.length > 0) continue;
      good += 1;
      const faults = faultsOf(parse(text));
      if (faults.length > 0) t.same(faults, [], `${page}: ${text.slice(0, 40)}`);
    }
  }
  t.ok(good > 10, `${good} texts`);
});

t.test('no beginning of a file is too much for it', async (t) => {
  const text = readFileSync(join(root, 'editors/vscode/fixtures/whole.stow'), 'utf8');
  for (let end = 0; end <= text.length; end += 1) parse(text.slice(0, end));
  t.equal(parse(text).endIndex, text.length);
});

t.test('the queries fit the grammar', async (t) => {
  const text = readFileSync(join(root, 'editors/vscode/fixtures/whole.stow'), 'utf8');
  const tree = parse(text);
  for (const file of readdirSync(pathOf('queries'))) {
    const query = new Query(language, readFileSync(pathOf(`queries/${file}`), 'utf8'));
    t.ok(query.captures(tree).length > 0, file);
  }
});

t.test('colours', async (t) => {
  const text = readFileSync(join(root, 'editors/vscode/fixtures/whole.stow'), 'utf8');
  const query = new Query(language, readFileSync(pathOf('queries/highlights.scm'), 'utf8'));
  /** @type {Map<string, string>} */
  const last = new Map();
  for (const { name, node } of query.captures(parse(text))) {
    if (node.text.includes('\n')) continue;
    const { row, column } = node.startPosition;
    // Of several the last counts, as in editors.
    last.set(`${String(row + 1).padStart(3)}:${String(column + 1).padStart(2)} ${node.text}`, name);
  }
  const lines = [...last].map(([piece, name]) => `${piece}  ${name}`).sort();
  const shown = `${lines.join('\n')}\n`;
  const golden = pathOf('test/goldens/whole.highlights.txt');
  if (update) {
    mkdirSync(pathOf('test/goldens'), { recursive: true });
    writeFileSync(golden, shown);
  }
  t.equal(shown, readFileSync(golden, 'utf8'));
});

/**
 * A transpiled module, by the path of its source.
 * @param {string} source
 * @returns {Promise<any>}
 */
function load(source) {
  return import(pathToFileURL(join(root, compiledPath(source))).href);
}
