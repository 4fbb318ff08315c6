/* How a diagnostic is shown: its places with marks, in several files, then detail, notes and fix. */
import t from 'tap';
import type { Diagnostic } from '../../model/index.js';
import { makeSource, spanBetween } from '../syntax/index.js';
import { renderDiagnostic, type Pen } from './render.js';

const main = 'stack shop\n\ncontainer web {\n\timage: "x"\n}\n';
const other = 'let size = 1\n';
const sources = new Map([
  ['main.stow', main],
  ['other.stow', other],
]);
const place = (file: string, part: string) => {
  const text = sources.get(file) ?? '';
  const start = text.indexOf(part);
  return spanBetween(makeSource(file, text), start, start + part.length);
};
const diagnostic = (extra: Partial<Diagnostic>): Diagnostic => ({
  code: 'type-mismatch',
  severity: 'error',
  summary: 'it is wrong',
  ...extra,
});
const lines = (extra: Partial<Diagnostic>, pen?: Pen): readonly string[] =>
  renderDiagnostic(diagnostic(extra), sources, pen).split('\n');

t.test('places in several files, each with its lines', async (t) => {
  const labels = [
    { span: place('other.stow', 'size'), text: 'declared here' },
    { span: place('main.stow', 'shop'), text: 'the stack' },
  ];
  t.same(lines({ span: place('main.stow', 'image'), labels }), [
    'error[type-mismatch]: it is wrong',
    '  main.stow:4:2',
    '    1 | stack shop',
    '      |       ---- the stack',
    '    .',
    '    4 | \timage: "x"',
    '      | \t^^^^^',
    '  other.stow:1:5',
    '    1 | let size = 1',
    '      |     ---- declared here',
  ]);
});

t.test('a place of several lines is marked to the end of its first', async (t) => {
  const span = place('main.stow', 'web {\n\timage: "x"\n}');
  t.same(lines({ span, labels: [{ span, text: 'all of it' }] }).slice(1), [
    '  main.stow:3:11',
    '    3 | container web {',
    '      |           ^^^^^ all of it',
  ]);
});

t.test('detail is wrapped, notes stay as they are, the fix comes last', async (t) => {
  const detail = Array.from({ length: 30 }, () => 'word').join(' ');
  const fix = { title: 'write `1`', span: place('other.stow', '1'), text: '1' };
  t.same(lines({ severity: 'warning', detail, notes: ['it == 7\n   |\n   7', 'more'], fix }), [
    'warning[type-mismatch]: it is wrong',
    `    ${Array.from({ length: 18 }, () => 'word').join(' ')}`,
    `    ${Array.from({ length: 12 }, () => 'word').join(' ')}`,
    '    note: it == 7',
    '             |',
    '             7',
    '    note: more',
    '    fix: write `1`',
  ]);
});

t.test('a place in a file that is not at hand is named', async (t) => {
  const source = makeSource('gone.stow', 'a\nb');
  t.same(lines({ span: spanBetween(source, 2, 3) }).slice(1), ['  gone.stow:2:1']);
});

t.test('a pen marks up the pieces', async (t) => {
  const pen: Pen = { style: (style, text) => `<${style}>${text}</>` };
  const [head] = lines({ span: place('other.stow', 'size') }, pen);
  t.equal(head, '<red>error[type-mismatch]</><bold>: it is wrong</>');
});

t.test('of a line that nobody could read, the piece around the place', async (t) => {
  const text = `let a = [${'1, '.repeat(400)}oops, ${'2, '.repeat(400)}]`;
  const start = text.indexOf('oops');
  const long = new Map([['long.stow', text]]);
  const source = makeSource('long.stow', text);
  const label = { span: spanBetween(source, text.length - 1, text.length), text: 'ends here' };
  const found = (from: number, to: number, labels = [label]): readonly string[] =>
    renderDiagnostic(diagnostic({ span: spanBetween(source, from, to), labels }), long).split('\n');
  const [, , line = '', mark = '', second = ''] = found(start, start + 4);
  t.ok(line.length < 220);
  t.match(line, /^ {4}1 \| ….*1, oops, 2, .*…$/);
  t.equal(mark.indexOf('^^^^'), line.indexOf('oops'));
  t.match(second, /- ends here$/);
  t.ok(second.length < 230, 'what lies beyond the piece is marked at its end');
  const [, , first = '', underFirst = ''] = found(4, 5, []);
  t.equal(underFirst.indexOf('^'), first.indexOf('a ='), 'a piece at the beginning');
  const [, , last = '', underLast = ''] = found(text.length - 1, text.length, []);
  t.equal(underLast.indexOf('^'), last.lastIndexOf(']'), 'a piece at the end');
});
