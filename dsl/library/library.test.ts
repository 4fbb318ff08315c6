/* Every function does what its examples say, and takes what its signature says. */
import t from 'tap';
import { equalValues } from '../semantics/equality.js';
import { categories, functionNames, libraryEntries, libraryEntry, signatureOf } from './index.js';
import { evaluated } from './testing/index.js';

const all = categories.flatMap(({ functions }) => functions);

for (const { title, functions } of categories) {
  t.test(`examples: ${title}`, async (t) => {
    for (const { signature, examples } of functions) {
      t.ok(examples.length > 0, `${signature} has an example`);
      for (const example of examples) {
        if ('fails' in example) {
          const { messages } = evaluated(example.expression);
          const said = messages.map((message) => message.replace(/^\S+ /, ''));
          t.same(said, [example.fails], example.expression);
          continue;
        }
        const [expression, expected] = example;
        const [found, wanted] = [evaluated(expression), evaluated(expected)];
        t.same([...found.messages, ...wanted.messages], [], expression);
        t.ok(
          found.value && wanted.value && equalValues(found.value, wanted.value),
          `${expression} is ${expected}, found ${JSON.stringify(found.json)}`,
        );
      }
    }
  });
}

t.test('signatures and documentation are well formed', async (t) => {
  for (const { title, introduction } of categories) t.match(introduction, /[.`]$/, title);
  for (const one of all) {
    const { name, parameters } = signatureOf(one);
    t.match(name, /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    t.match(one.documentation, /\.$/, `${name} is documented`);
    const firstOptional = parameters.findIndex(({ optional, rest }) => optional || rest);
    const lastRequired = parameters.findLastIndex(({ optional, rest }) => !optional && !rest);
    t.ok(firstOptional === -1 || firstOptional > lastRequired, `${name}: optional ones come last`);
    t.ok(
      parameters.slice(0, -1).every(({ rest }) => !rest),
      `${name}: only the last takes the rest`,
    );
  }
  t.ok(functionNames.size > 100, `there are ${functionNames.size} functions`);
  t.equal(all.length, functionNames.size + 1, 'of which only `env` is two');
});

t.test('an editor is told of a function', async (t) => {
  t.match(libraryEntry('slice'), {
    name: 'slice',
    category: 'Lists',
    signature: 'slice(list: [T], start: int, end?: int): [T]',
    parameters: [
      { label: 'list: [T]', optional: false },
      { label: 'start: int', type: 'int' },
      { label: 'end?: int', optional: true },
    ],
  });
  t.match(libraryEntry('concat')?.parameters, [{ label: '...lists: [T]', rest: true }]);
  t.equal(libraryEntries('env').length, 2);
  t.equal(libraryEntry('constructor'), undefined);
});
