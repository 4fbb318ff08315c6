/* From a name to its declaration, to its uses, and to another name. */
import t, { type Test } from 'tap';
import type { Span } from '../../model/index.js';
import { findDefinition, findHighlights, findReferences } from './navigate.js';
import { findRenamed, rename } from './rename.js';
import { cursor, placeOf, type Sources } from './testing/index.js';

const short = ({ file, start }: Span): string =>
  `${file === 'main.stow' ? '' : `${file}:`}${start.line}:${start.column}`;

function checkDefinition(t: Test, sources: Sources, ...expected: string[]): void {
  const { place, offset } = placeOf(sources);
  const found = findDefinition(place, offset).map(({ name }) => short(name));
  t.same(found, expected, JSON.stringify(sources).slice(-60));
}

function checkReferences(t: Test, sources: Sources, ...expected: string[]): void {
  const { place, offset } = placeOf(sources);
  t.same(findReferences(place, offset, true).map(short).sort(), expected.sort());
}

/** Every file after a rename. */
function renamed(sources: Sources, to: string): Readonly<Record<string, string>> | string {
  const { place, offset } = placeOf(sources);
  const result = rename(place, offset, to);
  if (result.kind === 'refused') return result.reason;
  const files = typeof sources === 'string' ? { 'main.stow': sources } : sources;
  const texts = Object.entries(files).map(([path, text]) => {
    const edits = result.edits
      .filter(({ span }) => span.file === path)
      .sort((a, b) => b.span.start.offset - a.span.start.offset);
    const after = edits.reduce(
      (now, { span, text: put }) =>
        now.slice(0, span.start.offset) + put + now.slice(span.end.offset),
      text.replace(cursor, ''),
    );
    return [path, after] as const;
  });
  return Object.fromEntries(texts);
}

const only = (sources: Sources, to: string): string => {
  const files = renamed(sources, to);
  return typeof files === 'string' ? files : (files['main.stow'] ?? '');
};

t.test('names lead to their declarations', async (t) => {
  checkDefinition(t, 'param n: int = 1\nlet x = <|>n + 1', '1:7');
  checkDefinition(t, 'param n: int = 1\nlet x = n<|> + 1', '1:7');
  checkDefinition(t, 'let a = 1\nlet x = "v${<|>a}"', '1:5');
  checkDefinition(t, 'secret s\nlet x = <|>s', '1:8');
  checkDefinition(t, 'volume data {}\ncontainer c { mounts: [<|>data -> "/x"] }', '1:8');
  checkDefinition(t, 'fn f(a: int): int = <|>a', '1:6');
  checkDefinition(t, 'fn f(a: int): int = a\nlet x = <|>f(1)', '1:4');
  checkDefinition(t, 'type T = int\nparam p: [<|>T]', '1:6');
  checkDefinition(t, 'container c for i in 0..<2 { env: { A: "${<|>i}" } }', '1:17');
  checkDefinition(t, 'let x = [<|>a for a in [1]]', '1:16');
  checkDefinition(t, 'type T = int where <|>it > 0', '1:10');
  checkDefinition(t, 'let <|>x = 1', '1:5');
});

t.test('the kind before a name chooses between two of it', async (t) => {
  const both = 'image web { from: "scratch" }\ncontainer web { image: image.<|>web }';
  checkDefinition(t, both, '1:7');
  const unclear = 'image web { from: "scratch" }\ncontainer web { image: <|>web }';
  checkDefinition(t, unclear, '1:7', '2:11');
});

t.test('members lead to fields, attributes and outputs', async (t) => {
  checkDefinition(t, 'let a = { b: 1 }\nlet x = a.<|>b', '1:11');
  checkDefinition(t, 'type T = { b: int }\nparam p: T\nlet x = p.<|>b', '1:12');
  checkDefinition(t, 'type T = { b: int }\nlet x: T = { <|>b: 1 }', '1:12');
  checkDefinition(t, 'container c {\n  hostname: "x"\n}\nlet x = c.<|>hostname', '2:3');
  checkDefinition(t, 'let x = { a: { b: 1 } }\nlet y = x.a.<|>b', '1:16');
});

const module = {
  'pg/main.stow':
    'param version: string\ncontainer db { image: "pg" }\noutput address = db.hostname\n',
};

t.test('modules are looked into', async (t) => {
  const use = 'use "./pg" as pg { version: "1" }\n';
  checkDefinition(t, { ...module, 'main.stow': `${use}let a = <|>pg.address` }, '1:15');
  checkDefinition(t, { ...module, 'main.stow': `${use}let a = pg.<|>address` }, 'pg/main.stow:3:8');
  checkDefinition(
    t,
    { ...module, 'main.stow': 'use "./pg" as pg { <|>version: "1" }' },
    'pg/main.stow:1:7',
  );
  checkDefinition(t, { ...module, 'main.stow': 'use "./<|>pg" as pg {}' }, 'pg/main.stow:1:1');
  const keyed = 'use "./pg" as pg for r in ["a"] { version: r }\nlet a = pg["a"].<|>address';
  checkDefinition(t, { ...module, 'main.stow': keyed }, 'pg/main.stow:3:8');
});

t.test('what is not declared leads nowhere', async (t) => {
  checkDefinition(t, 'let x = <|>y');
  checkDefinition(t, 'let x = "<|>y"');
  checkDefinition(t, '// <|>x\nlet x = 1');
});

t.test('references are in all files of a directory, and in those that use it', async (t) => {
  checkReferences(
    t,
    { 'main.stow': 'param <|>n: int = 1\nlet x = n', 'other.stow': 'let y = n + n' },
    '1:7',
    '2:9',
    'other.stow:1:9',
    'other.stow:1:13',
  );
  checkReferences(
    t,
    {
      'pg/main.stow': 'param <|>version: string\nlet v = version',
      'main.stow': 'use "./pg" as pg { version: "1" }',
    },
    '1:20',
    'pg/main.stow:1:7',
    'pg/main.stow:2:9',
  );
});

t.test('a name that hides in another scope is another', async (t) => {
  checkReferences(t, 'let <|>a = 1\nlet b = [a for a in [1]]\nlet c = a', '1:5', '3:9');
  checkReferences(t, 'let a = 1\nlet b = [a for <|>a in [a]]', '2:10', '2:16');
});

t.test('highlights tell the declaration from uses', async (t) => {
  const { place, offset } = placeOf('let <|>a = 1\nlet b = a');
  t.same(
    findHighlights(place, offset).map(({ span, declares }) => [short(span), declares]),
    [
      ['1:5', true],
      ['2:9', false],
    ],
  );
});

t.test('renaming changes every use, and the strings beside them', async (t) => {
  t.equal(only('param <|>n: int = 1\nlet x = "${n} n"', 'm'), 'param m: int = 1\nlet x = "${m} n"');
  t.equal(only('fn f(<|>a: int): int = a + 1', 'b'), 'fn f(b: int): int = b + 1');
  t.equal(
    only('type T = { <|>a: int }\nlet x: T = { a: 1 }\nlet y = x.a', 'b'),
    'type T = { b: int }\nlet x: T = { b: 1 }\nlet y = x.b',
  );
  const files = renamed(
    { ...module, 'main.stow': 'use "./pg" as pg { version: "1" }\nlet a = pg.<|>address' },
    'host',
  );
  t.match(files, {
    'main.stow': 'use "./pg" as pg { version: "1" }\nlet a = pg.host',
    'pg/main.stow': /output host = db\.hostname/,
  });
});

t.test('renaming a resource writes down that it has moved', async (t) => {
  const text = 'container <|>web {\n  image: "x"\n}\n\nlet x = web.hostname\n';
  t.equal(
    only(text, 'site'),
    'container site {\n  image: "x"\n}\n\nmoved { from: container.web, to: container.site }\n\nlet x = site.hostname\n',
  );
  const tight = 'volume <|>a {}\nvolume b {}\n';
  t.equal(
    only(tight, 'c'),
    'volume c {}\n\nmoved { from: volume.a, to: volume.c }\n\nvolume b {}\n',
  );
});

t.test('a resource that has moved before moves on', async (t) => {
  const text = 'volume <|>b {}\n\nmoved { from: volume.a, to: volume.b }\n';
  t.equal(
    only(text, 'c'),
    'volume c {}\n\nmoved { from: volume.b, to: volume.c }\n\nmoved { from: volume.a, to: volume.b }\n',
  );
});

t.test('what cannot be a name is refused', async (t) => {
  t.match(renamed('let <|>a = 1', '1b'), /is no name/);
  t.match(renamed('let <|>a = 1', 'for'), /meaning of its own/);
  t.match(renamed('let <|>a = 1', 'container'), /kind of resource/);
  t.match(renamed('let <|>a = 1\nlet b = 2', 'b'), /called `b` already/);
  t.match(renamed('let a = <|>1', 'b'), /Only names/);
  t.same(renamed('image <|>a { from: "x" }\ncontainer b { image: a }', 'b'), {
    'main.stow':
      'image b { from: "x" }\n\nmoved { from: image.a, to: image.b }\n\ncontainer b { image: b }',
  });
});

t.test('only names can be renamed', async (t) => {
  const at = (text: string) => {
    const { place, offset } = placeOf(text);
    return findRenamed(place, offset)?.start.column;
  };
  t.equal(at('let a<|>b = 1'), 5);
  t.equal(at('container c { <|>image: "x" }'), undefined);
  t.equal(at('let x = <|>join([], "")'), undefined);
  t.equal(at('<|>let x = 1'), undefined);
});
