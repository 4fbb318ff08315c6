/* Files of variables, as Compose writes them. */
import t from 'tap';
import { readDotenv } from './read-dotenv.js';

const read = (text: string): unknown => {
  const found = readDotenv(text);
  return found.kind === 'read' ? Object.fromEntries(found.variables) : found;
};

t.test('values with and without quotes', async (t) => {
  for (const [text, wanted] of [
    ['', {}],
    ['A=1', { A: '1' }],
    ['A=1\nA=2\n', { A: '2' }],
    ['A=\nB=2', { A: '', B: '2' }],
    ['  export A = 1  \r\n', { A: '1' }],
    ['# no\n\n A=1 # two\nB=1#2\nC=#x', { A: '1', B: '1#2', C: '' }],
    ['A="x # y" # z\nB=2', { A: 'x # y', B: '2' }],
    ["A='$B \\n'", { A: '$B \\n' }],
    ['A="one\ntwo"\nB=1', { A: 'one\ntwo', B: '1' }],
    ['A="a\\tb\\n\\"c\\" \\q"', { A: 'a\tb\n"c" \\q' }],
    ['a.b-c=1', { 'a.b-c': '1' }],
  ] as const) {
    t.same(read(text), wanted, JSON.stringify(text));
  }
});

t.test('values made from those before', async (t) => {
  t.same(read('A=1\nB=${A}2\nC="$A-$B"\nD=\\$A'), { A: '1', B: '12', C: '1-12', D: '$A' });
  t.same(read('A=\nB=${A:-x}\nC=${A-x}\nD=${E-y}'), { A: '', B: 'x', C: '', D: 'y' });
  t.match(read('A=1\nB=$HOME'), { kind: 'fault', line: 2, summary: /HOME/ });
});

t.test('what makes no sense is told with its line', async (t) => {
  for (const [text, summary, line] of [
    ['A=1\nB', /`B` has no value/, 2],
    ['A="1', /not closed/, 1],
    ['\nA="1" 2', /behind the closing quote/, 2],
    ['1A=2', /NAME=value/, 1],
    ['A: 1', /NAME=value/, 1],
    ['=1', /NAME=value/, 1],
  ] as const) {
    t.match(read(text), { kind: 'fault', summary, line }, text);
  }
});
