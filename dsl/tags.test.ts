/* Further names of images, as they can be written. */
import t from 'tap';
import { compile } from './compile.js';

const errorsOf = (body: string): readonly string[] =>
  compile([{ path: 'main.stow', text: `stack shop\n${body}\n` }])
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, summary }) => `${code}: ${summary}`);

const image = (name: string, ...tags: readonly string[]): string =>
  `image ${name} { from: "scratch", env: { N: "${name}" }, tags: ${JSON.stringify(tags)} }`;

t.test('what a further name can be', async (t) => {
  const names = ['app', 'team/app', 'team/app:1.4', 'localhost:5000/app', 'r.example.org/a/b:x_1'];
  t.same(errorsOf(image('app', ...names)), []);
  t.same(errorsOf(image('app', 'team/app', 'team/app:latest')), [], 'one name in two spellings');
});

t.test('what cannot be', async (t) => {
  const cases: readonly (readonly [string, RegExp])[] = [
    [image('app', 'team/App'), /^invalid-value/],
    [image('app', `app@sha256:${'0'.repeat(64)}`), /^invalid-value/],
    [image('app', 'app:'), /^invalid-value/],
    [image('app', 'localhost/app'), /"localhost\/app" is no name that an image can be given/],
    [image('app', 'a'.repeat(256)), /is no name that an image can be given/],
    [
      `${image('app', 'team/x')}\n${image('site', 'team/x:latest')}`,
      /^name-clash: image\.app and image\.site are both to be named team\/x:latest/,
    ],
  ];
  for (const [text, error] of cases) t.match(errorsOf(text), [error], text);
});
