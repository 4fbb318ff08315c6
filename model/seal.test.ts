/* What is sealed in a specification, and that the records of an engine are read back as they were. */
import t from 'tap';
import {
  canonicalJson,
  fingerprintIn,
  openSpec,
  parseRecord,
  recordToJson,
  sealedText,
  sealSpec,
  sealText,
  toJson,
  type ContainerSpec,
} from './index.js';

const spec: ContainerSpec = {
  name: 'shop-web',
  image: 'app',
  hostname: 'web',
  memory: 8_000_000,
  env: { A: 'one', fingerprint: 'two' },
  command: ['run', 'three'],
  workdir: '/four',
};
const all = ['name', 'image', 'hostname', 'memory', 'env', 'command', 'workdir'].map((key) => [
  key,
]);
const print = (text: string): string => `f$${text.length}`;

t.test('free text is sealed, a path as a path; what names and counts stays', async (t) => {
  const sealed = sealSpec('container', spec, all, print);
  t.same(sealed, {
    ...spec,
    env: { A: sealedText('f$3'), fingerprint: sealedText('f$3') },
    command: [sealedText('f$3'), sealedText('f$5')],
    workdir: sealedText('/f$5'),
  });
  t.same(sealSpec('container', sealed, all, print), sealed, 'once is enough');
  t.equal(sealSpec('container', spec, [], print), spec);
});

t.test('a record is read as it was written, and opened by whoever knows the values', async (t) => {
  const sealed = sealSpec('container', spec, [['env', 'A'], ['workdir']], print);
  const text = canonicalJson(recordToJson(toJson(sealed)));
  t.match(text, '"A":{"fingerprint":"f$3"},"fingerprint":"two"');
  t.match(text, '"workdir":{"fingerprint":"/f$5"}');
  const read = parseRecord('container', text);
  t.same(read, sealed);
  if (!read) return;
  const values = new Map([
    ['f$3', 'one'],
    ['f$5', '/four'],
  ]);
  t.same(
    openSpec('container', read, (fingerprint) => values.get(fingerprint)),
    spec,
  );
  t.same(
    openSpec('container', read, () => undefined),
    sealed,
    'what is not known stays',
  );
});

t.test('a forged fingerprint is one more damaged record', async (t) => {
  for (const forged of [{ fingerprint: 1 }, { fingerprint: 'f', more: 1 }, {}]) {
    const text = JSON.stringify({ ...spec, workdir: forged });
    t.equal(parseRecord('container', text), null, text);
  }
  t.equal(parseRecord('container', JSON.stringify({ ...spec, state: { fingerprint: 'f' } })), null);
  t.equal(fingerprintIn('fingerprint:f'), undefined, 'a text of the user is none');
});

t.test('texts with secrets in them stay different', async (t) => {
  const seals = ['a', 'ab', 'b+'].map((text) => ({ text, fingerprint: print(text) }));
  const texts = ['', 'a', 'ab', 'aab', 'abb+', 'b', 'b+a', 'fingerprint:', '\u0000'];
  const sealed = texts.map((text) => sealText(text, seals));
  t.equal(new Set(sealed).size, texts.length);
  t.notMatch(sealText('xaby', seals), 'ab');
  t.equal(sealText('x', []), 'x');
});
