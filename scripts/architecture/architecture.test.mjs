// The house as it stands keeps its rules; and each rule can fail, shown on modules made up here.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { committedFiles, packages, root, typescriptFiles } from '../sources.mjs';
import { textViolations } from './committed-text.mjs';
import { deadLinks } from './page-links.mjs';
import { readModule } from './read-module.mjs';
import { house, sizeViolations, violations } from './rules.mjs';

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8');

t.test('the house keeps its rules', async (t) => {
  const modules = typescriptFiles().map((path) => readModule(path, read(path)));
  const imports = modules.flatMap((module) => module.imports);
  t.same(Object.keys(house).sort(), [...packages].sort(), 'every package has rules');
  t.ok(modules.length > 60, `it saw ${modules.length} modules`);
  t.ok(imports.length > 200, `it saw ${imports.length} imports`);
  t.same(violations(modules), []);
});

t.test('committed files name no machine and no registry', async (t) => {
  const files = committedFiles();
  t.ok(files.length > 80, `it saw ${files.length} files`);
  t.same(
    files.flatMap((path) => textViolations(path, read(path))),
    [],
  );
});

t.test('links between pages lead somewhere', async (t) => {
  const files = new Set(committedFiles());
  const pages = [...files].filter((path) => path.endsWith('.md'));
  t.ok(pages.length > 8, `it saw ${pages.length} pages`);
  t.same(
    pages.flatMap((path) => deadLinks(path, read(path), files)),
    [],
  );
  const text = 'see [a](../b.md), [c](c/), [d](gone.md#x), `[e](code.md)`, [f](https://x.org/f)';
  t.same(deadLinks('docs/page.md', text, new Set(['b.md', 'docs/c/d.md'])), [
    'docs/page.md: links to docs/gone.md, which is not there',
  ]);
});

t.test('each rule can fail', async (t) => {
  /** @type {readonly (readonly [name: string, path: string, text: string, expected: RegExp])[]} */
  const cases = [
    [
      'an arrow',
      'dsl/a.ts',
      "// .\nimport { x } from '../planner/index.js';",
      /dsl may not import planner/,
    ],
    [
      'an arrow, in a type',
      'model/a.ts',
      "// .\ntype X = import('../dsl/index.js').X;",
      /model may not import dsl/,
    ],
    [
      'an arrow, on demand',
      'runtime/a.ts',
      "// .\nawait import('../cli/index.js');",
      /runtime may not import cli/,
    ],
    [
      'an arrow, passed on',
      'planner/index.ts',
      "// .\nexport { x } from '../dsl/index.js';",
      /planner may not import dsl/,
    ],
    [
      'the way in',
      'cli/a.ts',
      "// .\nimport { x } from '../dsl/syntax/lexer.js';",
      /through its index\.js/,
    ],
    [
      'a stranger',
      'cli/a.ts',
      "// .\nimport _ from 'lodash/map';",
      /may not import the package lodash/,
    ],
    [
      'Node in a pure package',
      'dsl/a.ts',
      "// .\nimport 'node:fs';",
      /dsl is pure and may not import node:fs/,
    ],
    [
      'Node without its prefix',
      'model/a.ts',
      "// .\nimport 'fs';",
      /may not import the package fs/,
    ],
    [
      'a computed import',
      'model/a.ts',
      '// .\nawait import(name);',
      /may not import the package \(computed\)/,
    ],
    ['a test library', 'cli/a.ts', "// .\nimport t from 'tap';", /may not import the package tap/],
    ['a test’s own', 'cli/a.ts', "// .\nimport { x } from './testing/x.js';", /which is for tests/],
    ['a clock', 'planner/a.ts', '// .\nconst x = Date.now();', /may not use Date\.now/],
    ['a date of today', 'planner/a.ts', '// .\nconst x = new Date();', /may not use new Date\(\)/],
    ['randomness', 'model/a.ts', '// .\nconst x = Math.random();', /may not use Math\.random/],
    ['a timer', 'planner/a.ts', '// .\nsetTimeout(f, 1);', /may not use setTimeout\(\)/],
    ['the environment', 'dsl/a.ts', '// .\nconst x = process.env;', /may not use process\.env/],
    ['a default export', 'cli/a.ts', '// .\nexport default 1;', /has a default export/],
    [
      'a default function',
      'cli/a.ts',
      '// .\nexport default function f() {}',
      /has a default export/,
    ],
    ['a renamed default', 'cli/a.ts', '// .\nexport { x as default };', /has a default export/],
    ['a barrel', 'cli/all.ts', "// .\nexport { x } from './x.js';", /nothing but re-export/],
    [
      'a star',
      'cli/a.ts',
      "// .\nexport * from './x.js';\nexport const y = 1;",
      /only an index\.ts re-exports all/,
    ],
    ['an opening', 'cli/a.ts', 'export const x = 1;', /does not open with a comment/],
    ['a name’s form', 'cli/aB.ts', '// .\nexport const x = 1;', /aB is not kebab-case/],
    ['a name’s sense', 'cli/string-utils.ts', '// .\nexport const x = 1;', /"utils" says nothing/],
    ['a folder’s sense', 'cli/common/a.ts', '// .\nexport const x = 1;', /"common" says nothing/],
    ['a length', 'cli/a.ts', `// .${'\n'.repeat(501)}x`, /502 lines; the most is 500/],
    ['a place', 'elsewhere/a.ts', '// .\nexport const x = 1;', /no package elsewhere/],
  ];
  for (const [name, path, text, expected] of cases) {
    t.match(violations([readModule(path, text)]).join('\n'), expected, name);
  }
});

t.test('what the rules allow passes', async (t) => {
  /** @type {readonly (readonly [path: string, text: string])[]} */
  const cases = [
    ['dsl/index.ts', "// .\nexport * from './parse.js';"],
    [
      'dsl/a.ts',
      "// .\nimport { Lexer } from 'chevrotain';\nimport { x } from '../model/index.js';",
    ],
    ['planner/a.ts', '// .\nconst x = new Date(0);\nconst y = now();'],
    ['planner/a.test.ts', "// .\nimport 'node:fs';\nimport t from 'tap';\nDate.now();"],
    ['cli/e2e/a.test.ts', "// .\nimport { x } from '../../runtime/testing/index.js';"],
    [
      'providers/docker/a.ts',
      "// .\nimport 'node:http';\nimport { x } from '../../runtime/store/index.js';",
    ],
  ];
  for (const [path, text] of cases) t.same(violations([readModule(path, text)]), [], path);
});

t.test('the size budget counts all files together', async (t) => {
  /** @param {number[]} sizes */
  const ofSizes = (...sizes) =>
    sizeViolations(
      sizes.map((lines, index) => ({ ...readModule(`cli/a${index}.ts`, '// .\nf();'), lines })),
    );
  t.same(ofSizes(100, 100, 300, 10, 10, 10, 10, 10, 10, 10), []);
  t.match(ofSizes(130, 130, 10), ['the median file has 130 lines; at most 120']);
  t.match(ofSizes(10, 10, 10, 300, 300), [/^2 of 5 files have 300 lines or more: cli\/a3\.ts/]);
  const generated = { ...readModule('model/generated/a.ts', '// .\nf();'), lines: 9000 };
  t.same(sizeViolations([generated]), [], 'generated files apart');
});

t.test('forbidden text is found with its line', async (t) => {
  const text = ['fine', 'see /wo', 'rk/main/x'].join('\n').replace('/wo\nrk', '/wo' + 'rk');
  t.match(textViolations('docs/a.md', text), [/^docs\/a\.md:2: holds a path of one machine/]);
  t.match(textViolations('a.json', '{ "resolved": "x" }'), [/holds where a package came from/]);
  t.match(textViolations('.npmrc', '//host/:_authToken=x'), [/holds a credential/]);
  t.same(textViolations('docs/a.md', 'workdir("/srv/work/x"), https://example.com/home'), []);
});
