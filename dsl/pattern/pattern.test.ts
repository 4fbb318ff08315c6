/* Patterns do what the platform's do, and never take longer than text and pattern are long. */
import fc from 'fast-check';
import t from 'tap';
import { compilePattern, compileWhole, findAll, findPattern, type Pattern } from './index.js';

const free = (): boolean => true;

function compiled(source: string): Pattern {
  const pattern = compilePattern(source);
  if (pattern.kind === 'fault') throw new Error(`${source}: ${pattern.reason}`);
  return pattern;
}

/** The first match, as the platform gives it. */
function first(source: string, text: string): unknown {
  const found = findPattern(compiled(source), text, 0, free);
  if (typeof found === 'string') return found;
  return [found.start, text.slice(found.start, found.end), ...found.groups];
}

function platform(source: string, text: string): unknown {
  const match = new RegExp(source, 'u').exec(text);
  return match ? [match.index, ...match] : 'none';
}

t.test('patterns match as in JavaScript', async (t) => {
  const cases: readonly (readonly [pattern: string, text: string])[] = [
    ['a', 'xay'],
    ['a|ab', 'ab'],
    ['(?:ab|a)(c)?', 'abc'],
    ['(a*)(a)', 'aaa'],
    ['(a*?)(a+)', 'aaa'],
    ['(?:(a)|b)*', 'abab'],
    ['(\\w+)@(?<host>\\w+)', 'me@there now'],
    ['^[a-z]{2,3}$', 'abcd'],
    ['[^\\]]+\\]', 'ab]c'],
    ['\\bis\\b', 'this is'],
    ['\\Bis', 'is this'],
    ['a{2}', 'aaaa'],
    ['a{2,}?', 'aaaa'],
    ['\\u{1F600}+', 'x😀😀'],
    ['\\uD83D\\uDE00', '😀'],
    ['.', '😀'],
    ['\\p{Lu}\\p{Ll}*', 'der Ärger'],
    ['\\x41\\t?', 'A'],
    ['(|a)*', 'aa'],
    ['(a|)*b', 'aab'],
    ['(?:)', 'a'],
    ['', 'a'],
    ['$', 'ab'],
    ['(a)|(b)', 'b'],
    ['[\\d\\-x]+', '1-x'],
  ];
  for (const [pattern, text] of cases)
    t.same(first(pattern, text), platform(pattern, text), pattern);
});

t.test('what cannot be matched in linear time is no pattern', async (t) => {
  const reason = (source: string): unknown => {
    const pattern = compilePattern(source);
    return pattern.kind === 'fault' ? pattern.reason : 'a pattern';
  };
  t.match(reason('(a)\\1'), 'refers back');
  t.match(reason('(?<n>a)\\k<n>'), 'refers back');
  t.match(reason('a(?=b)'), 'looks ahead or behind');
  t.match(reason('(?<!a)b'), 'looks ahead or behind');
  t.match(reason('(a'), 'not well formed');
  t.match(reason('a{1000}{1000}'), 'not well formed');
  t.match(reason('(?:a{1000}){1000}'), 'repeats too much');
  t.match(reason('a'.repeat(1001)), 'longer than 1000');
  t.match(reason('('.repeat(60) + ')'.repeat(60)), 'nest more than 50');
  t.match(compileWhole('a)(b'), { kind: 'fault' }, 'nor what the ends of a whole would mend');
});

t.test('all of a text, and every place in it', async (t) => {
  const whole = compileWhole('a|ab');
  t.ok(whole.kind === 'pattern' && findPattern(whole, 'ab', 0, free) !== 'none');
  const found = findAll(compiled('x*'), 'axxb😀', free);
  t.same(
    found === 'exhausted' ? [] : found.map(({ start, end }) => [start, end]),
    Array.from('axxb😀'.matchAll(/x*/gu), ({ index, 0: text }) => [index, index + text.length]),
  );
});

t.test('work grows with text and pattern, never faster', async (t) => {
  const workOf = (source: string, text: string): number => {
    let work = 0;
    findPattern(compiled(source), text, 0, (steps) => {
      work += steps;
      return true;
    });
    return work;
  };
  for (const source of ['(a+)+$', '(a|a)*b', '(?:a*)*b', 'a*a*a*a*a*b', '(?:a|aa)+$']) {
    const [short, long] = [100, 1000].map((length) => workOf(source, `${'a'.repeat(length)}!`));
    t.ok((long ?? 0) < 11 * (short ?? 0), source);
  }
  t.equal(
    findPattern(compiled('b'), 'a'.repeat(100), 0, () => false),
    'exhausted',
    'and the one who asks may stop it',
  );
});

const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\d', '\\b', '^', '$');
const { pattern: anyPattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map((parts) => `(?:${parts.join('|')})`),
    tie('pattern').map((inner) => `(${inner})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('?', '*', '+', '{2}', '{1,2}', '*?', '+?', '??'))
      .map(([inner, times]) => `(?:${inner})${times}`),
  ),
}));
const anyText = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '😀', '\n'), maxLength: 8 });

t.test('for any pattern and text they are found where the platform finds them', async (t) => {
  fc.assert(
    fc.property(anyPattern, anyText, (source, text) => {
      t.same(first(source, text), platform(source, text), `${source} in ${text}`);
    }),
    { numRuns: 3000 },
  );
});

t.test('no text makes the reader of patterns throw', async (t) => {
  const piece = fc.constantFrom(
    ...Array.from('ab()[]{}|*+?\\^$.1,-<>=!:k😀'),
    '(?',
    '\\u',
    '\\p{',
    '[^',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const source = pieces.join('');
      const pattern = compilePattern(source);
      t.ok(pattern.kind === 'fault' || pattern.program.length > 0);
    }),
    { numRuns: 3000 },
  );
});
