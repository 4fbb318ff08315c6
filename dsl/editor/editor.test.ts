/* Hover, signatures, outline, ranges, colours, hints, actions and links. */
import t from 'tap';
import { compile } from '../index.js';
import { allowLint, extractToLet, type Change } from './actions.js';
import { tokensOf } from './highlight.js';
import { hintPlaces, hintText } from './hints.js';
import { hoverAt } from './hover.js';
import { linksOf } from './links.js';
import { foldsOf, rangesAround } from './ranges.js';
import { signatureAt } from './signature.js';
import { findSymbols, outlineOf, type OutlineItem } from './symbols.js';
import { cursor, placeOf, worldOf, type Sources } from './testing/index.js';
import { openValueBook } from './values.js';

/** A hover as its signature, its paragraphs, and the text whose value it shows. */
function hover(sources: Sources): string | undefined {
  const { place, offset } = placeOf(sources);
  const found = hoverAt(place, offset);
  if (!found) return undefined;
  const { signature, paragraphs, valueOf } = found;
  const text = valueOf && place.file.source.text.slice(valueOf.start.offset, valueOf.end.offset);
  return [signature, ...paragraphs, ...(text === undefined ? [] : [`= ${text}`])].join(' / ');
}

t.test('hover says what a name is, what it is for, and which value is its', async (t) => {
  t.equal(
    hover('/// How many.\nparam n: int(1..5) = 2\nlet x = <|>n'),
    'param n: int(1..5) / How many. / = n',
  );
  t.equal(hover('let <|>x = 1 + 1'), 'let x: int / = 1 + 1');
  t.equal(hover('secret s\nlet x = <|>s'), 'secret s / = s');
  t.match(hover('secret s\nlet x = s.<|>path'), /path: string/);
  t.equal(
    hover('type T = { a: int, b?: string }\nparam p: <|>T'),
    'type T = { a: int, b?: string }',
  );
  t.match(hover('param p: <|>size'), /^type size \/ A number of bytes/);
  t.equal(hover('let x = { a: { b: 1s } }\nlet y = x.a.<|>b'), '(field) b: duration / = x.a.b');
  t.equal(hover('let x = [<|>a for a in [1]]'), '(variable) a: int / = a');
  t.equal(hover('use "./pg" as <|>pg {}'), 'use "./pg" as pg');
});

t.test('hover explains resources and their attributes', async (t) => {
  t.match(hover('<|>container web { image: "x" }'), /^container \/ A process and its children/);
  t.equal(
    hover('/// Serves.\ncontainer web { image: "x" }\nlet x = <|>web.hostname'),
    'container web / Serves. / = web',
  );
  t.equal(
    hover('container web {\n  <|>memory: 1GiB\n}'),
    'memory?: size / Most memory, swap not counted in and not allowed beyond it. / Default: no limit. / A change is made in place. / = 1GiB',
  );
  t.match(hover('container db {}\nlet x = db.<|>hostname'), /^container.hostname: string/);
  t.match(hover('container c { health: { <|>test: "x" } }'), /Program and arguments/);
});

t.test('hover explains functions and words', async (t) => {
  t.match(hover('image i { steps: [<|>copy("a", "b")] }'), /copies files of the context/);
  t.equal(hover('/// Adds.\nfn f(a: int): int = a\nlet x = <|>f(1)'), 'f(a: int): int / Adds.');
  t.match(hover('container c { after: [c is <|>healthy] }'), /^healthy \//);
  t.equal(hover('let x = <|>5m'), '5m / = 5m');
  t.equal(hover('let x = <|>"text"'), undefined);
});

/** The call that a cursor is in, with the parameter in brackets. */
function signature(text: string): string | undefined {
  const { place, offset } = placeOf(text);
  const help = signatureAt(place, offset);
  const [callable] = help?.callables ?? [];
  return help && `${callable?.name ?? ''} [${callable?.parameters[help.parameter]?.label ?? ''}]`;
}

t.test('the signature follows the argument that is written', async (t) => {
  const fn = 'fn url(host: string, port: int = 80): string = host\n';
  t.equal(signature(`${fn}let x = url(<|>`), 'url [host: string]');
  t.equal(signature(`${fn}let x = url("a,(", <|>)`), 'url [port?: int]');
  t.equal(signature(`${fn}let x = url(url("a", 1), <|>`), 'url [port?: int]');
  t.equal(signature(`${fn}let x = "\${url(<|>`), 'url [host: string]');
  t.equal(signature(`${fn}let x = url("a", 1, <|>`), undefined, 'there is no third');
  t.equal(
    signature('image i { steps: [copy("a", "b", { <|>'),
    'copy [options?: { owner?: string, mode?: string }]',
  );
  t.equal(signature('image i { steps: [expose(1, 2, <|>'), 'expose [...ports: port]');
  t.equal(signature('let x = (<|>'), undefined);
});

const shown = ({ name, kind, children }: OutlineItem): string =>
  `${kind} ${name}${children.length > 0 ? ` (${children.map((one) => one.name).join(' ')})` : ''}`;

t.test('the outline has every declaration and what bodies write', async (t) => {
  const { place } = placeOf(
    'stack s\nparam p: int\nlet l = { a: 1 }\ncontainer c { image: "x", memory: 1GiB }\nuse "./m" as m { v: 1 }\nfn f(): int = 1\ncheck "fine" { assert true }\nmoved { from: volume.a, to: volume.b }\noutput o = 1\nsecret t\ntype T = int\nengine docker\n',
  );
  t.same(outlineOf(place.file.tree.declarations).map(shown), [
    'stack s',
    'param p',
    'let l (a)',
    'resource c (image memory)',
    'module m (v)',
    'function f',
    'check fine',
    'statement moved',
    'output o',
    'secret t',
    'type T',
  ]);
});

t.test('symbols are found by the letters of their names, in all files', async (t) => {
  const world = worldOf({ 'a.stow': 'let web_port = 1', 'm/b.stow': 'container Webserver {}' });
  const found = (query: string) => findSymbols(world, query).map(({ name }) => name);
  t.same(found('wep'), ['web_port']);
  t.same(found('WEB'), ['web_port', 'Webserver']);
  t.same(found('x'), []);
});

t.test('what spans lines can be folded, but for its last line', async (t) => {
  const { place } = placeOf(
    '// one\n// two\ncontainer c {\n  image: "x"\n  env: {\n    A: "1"\n  }\n}\nlet x = [\n  1\n]\n/* a\n b */\n',
  );
  t.same(
    foldsOf(place.file).map(({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind}`),
    ['1-2 comment', '3-7 region', '5-6 region', '9-10 region', '12-13 comment'],
  );
});

t.test('a selection grows from the word to the file', async (t) => {
  const { place, offset } = placeOf('let a = 1\ncontainer c { env: { A: "${a<|>}" } }');
  const { text } = place.file.source;
  const texts = rangesAround(place.file, offset).map(({ start, end }) =>
    text.slice(start.offset, end.offset),
  );
  t.same(texts.slice(0, -1), [
    'a',
    '${a}',
    '"${a}"',
    'A: "${a}"',
    '{ A: "${a}" }',
    'env: { A: "${a}" }',
    '{ env: { A: "${a}" } }',
    'container c { env: { A: "${a}" } }',
  ]);
});

t.test('colours follow meanings, in order and never over one another', async (t) => {
  const { place } = placeOf(
    'param n: int = 2\nlet x = n + 1\ncontainer c for i in 0..<n { image: "${x}", after: [c is started] }\nfn f(a: T): string = join([a], "")\n',
  );
  const { text } = place.file.source;
  const tokens = tokensOf(place);
  t.same(
    tokens.map(({ start, length, kind, modifiers }) =>
      [text.slice(start, start + length), kind, ...modifiers].join(' '),
    ),
    [
      'param keyword',
      'n parameter declaration readonly',
      'int type defaultLibrary',
      '2 number',
      'let keyword',
      'x variable declaration readonly',
      'n parameter readonly',
      '1 number',
      'container class defaultLibrary',
      'c class declaration',
      'i variable declaration',
      '0 number',
      'n parameter readonly',
      'image property defaultLibrary',
      'x variable readonly',
      'after property defaultLibrary',
      'c class',
      'started enumMember',
      'fn keyword',
      'f function declaration',
      'a parameter declaration',
      'string type defaultLibrary',
      'join function defaultLibrary',
      'a parameter',
    ],
  );
  const part = tokensOf(place, { start: 20, end: 25 });
  t.equal(part[0]?.start, 17, 'a part is whole declarations');
});

/** The hints of a text, each put into it. */
function hinted(text: string): string {
  const { place } = placeOf(text);
  const book = openValueBook();
  compile([{ path: 'main.stow', text }], { onValue: book.onValue });
  let shownText = text;
  for (const { at, valueOf } of [...hintPlaces(place, { start: 0, end: text.length })].reverse()) {
    const written = text.slice(valueOf.start.offset, valueOf.end.offset);
    const values = book.look('main.stow', valueOf.start.offset, valueOf.end.offset);
    const hint = hintText(values, written);
    if (hint === undefined) continue;
    shownText = `${shownText.slice(0, at.offset)}⟨${hint}⟩${shownText.slice(at.offset)}`;
  }
  return shownText;
}

t.test('values are shown where they say more than the text', async (t) => {
  t.equal(
    hinted('stack s\nlet a = 1 + 2\nlet b = 3\nlet c = "x${a}"\nlet d = [1]\noutput e = a'),
    'stack s\nlet a = 1 + 2⟨3⟩\nlet b = 3\nlet c = "x${a}"⟨"x3"⟩\nlet d = [1]\noutput e = a⟨3⟩',
  );
  t.equal(
    hinted(
      'stack s\ncontainer web for i in 0..<2 {\n  image: "x"\n  env: { A: "n${i}" }\n}\noutput o = web[1].hostname',
    ),
    'stack s\ncontainer web for i in 0..<2 {\n  image: "x"\n  env: { A: "n${i}"⟨"n0" | "n1"⟩ }\n}\noutput o = web[1].hostname⟨"web-1"⟩',
  );
});

t.test('no hint and no hover shows a secret', async (t) => {
  const text = 'stack s\nsecret token\nlet a = "x${token}"\nlet b = reveal(token)\noutput o = a';
  const book = openValueBook();
  compile([{ path: 'main.stow', text }], { onValue: book.onValue, secrets: { token: 'hush' } });
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) {
      const values = book.look('main.stow', start, end);
      if (values.some((value) => value.includes('hush')))
        t.fail(`at ${start} stands ${values.join()}`);
    }
  }
  const at = text.indexOf('"x$');
  t.same(book.look('main.stow', at, at + 11), ['(secret)']);
});

/** A text after a change. */
function changed(text: string, { edits }: Change): string {
  return [...edits]
    .sort((a, b) => b.span.start.offset - a.span.start.offset)
    .reduce(
      (now, { span, text: put }) =>
        now.slice(0, span.start.offset) + put + now.slice(span.end.offset),
      text,
    );
}

function extracted(marked: string): string | undefined {
  const [before = '', selected = '', after = ''] = marked.split(cursor);
  const text = before + selected + after;
  const { place } = placeOf(text);
  const change = extractToLet(place, before.length, before.length + selected.length);
  return change && changed(text, change);
}

t.test('an expression gets a name of its own', async (t) => {
  t.equal(
    extracted('/// Doc.\ncontainer c {\n  memory: <|>512MiB * 2<|>\n}'),
    'let memory = 512MiB * 2\n\n/// Doc.\ncontainer c {\n  memory: memory\n}',
  );
  t.equal(
    extracted('let memory = 1\ncontainer c { memory: <|>2GiB<|> }'),
    'let memory = 1\nlet memory_2 = 2GiB\n\ncontainer c { memory: memory_2 }',
  );
  t.equal(extracted('let x = 1 + <|>(2 * 3) <|>'), 'let value = (2 * 3)\n\nlet x = 1 + value ');
  t.equal(
    extracted('container c {\n  env: <|>{\n    A: "1"\n  }<|>\n}'),
    'let env = {\n  A: "1"\n}\n\ncontainer c {\n  env: env\n}',
  );
});

t.test('what is no value, or not known outside, keeps its place', async (t) => {
  t.equal(extracted('let x = [<|>a + 1<|> for a in [1]]'), undefined);
  t.equal(extracted('let x = <|>1 +<|> 2'), undefined);
  t.equal(extracted('let y = 1\nlet x = <|>y<|>'), undefined);
  t.equal(extracted('container c { ports: [<|>1 -> 2<|>] }'), undefined);
});

t.test('a lint is allowed on the line before it', async (t) => {
  const text = 'container c {\n  image: "x"\n}';
  const { place } = placeOf(text);
  const [first] = place.file.tree.declarations;
  const span = first?.kind === 'resource' ? first.body.members[0]?.span : undefined;
  if (!span) throw new Error('there is no member');
  t.equal(
    changed(text, allowLint(place, 'unpinned-image', span)),
    'container c {\n  // stowage: allow unpinned-image\n  image: "x"\n}',
  );
});

t.test('paths are links', async (t) => {
  const { place } = placeOf({
    'main.stow':
      'use "./m" as m {}\nlet x = file("conf/a.txt")\nimage i { context: "./app", from: rootfs("b.tar") }\nlet y = "no path"',
    'm/main.stow': 'param p: int = 1',
  });
  t.same(
    linksOf(place).map(({ path, module }) => (module === undefined ? path : `${path} > ${module}`)),
    ['./m > m', 'conf/a.txt', './app', 'b.tar'],
  );
});
