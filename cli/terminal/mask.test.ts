/* Secrets in text: every shape of them is found, and nothing else is touched. */
import t from 'tap';
import fc from 'fast-check';
import { createMasker, secretText, type Masker } from './mask.js';

function hiding(...values: readonly string[]): Masker {
  const masker = createMasker();
  masker.hide({ values });
  return masker;
}

const secret = 'corr3ct "horse"/battery\\staple+ü';
const masker = hiding(secret);

t.test('a masker that hides nothing gives texts back as they are', async (t) => {
  const idle = createMasker();
  t.equal(idle.active, false);
  t.equal(idle.mask('text'), 'text');
  t.same(idle.maskJson({ a: 1 }), { a: 1 });
});

t.test('the shapes of a secret', async (t) => {
  const bytes = Buffer.from(secret);
  const shapes: Readonly<Record<string, string>> = {
    plain: secret,
    json: JSON.stringify(secret),
    'json in json': JSON.stringify(JSON.stringify({ password: secret })),
    'a part of an address': `https://ada:${encodeURIComponent(secret)}@example.org/`,
    'an address in lower case': encodeURIComponent(secret).toLowerCase().replace('corr', 'corr'),
    'a form': new URLSearchParams({ password: secret }).toString(),
    base64: bytes.toString('base64'),
    'base64 for addresses': bytes.toString('base64url'),
    hexadecimal: bytes.toString('hex'),
    'hexadecimal in capitals': bytes.toString('hex').toUpperCase(),
    page: secret.replaceAll('"', '&quot;'),
    coloured: `\x1b[31m${secret}\x1b[0m`,
  };
  for (const [name, text] of Object.entries(shapes)) {
    const masked = masker.mask(`before ${text} after`);
    t.match(masked, secretText, name);
    t.match(masked, /^before .*after$/, name);
    t.notMatch(masked, /horse|battery|staple|686f727365|aG9yc2|hvcnNl|b3JzZS/i, name);
  }
});

t.test('within base64 of something longer, at every alignment', async (t) => {
  for (const before of ['', 'a', 'ab', 'abc', 'user:']) {
    for (const after of ['', 'x', 'xy', 'xyz']) {
      const text = Buffer.from(`${before}${secret}${after}`).toString('base64');
      const masked = masker.mask(`Authorization: Basic ${text}`);
      t.match(masked, /^Authorization: Basic .{0,8}\(secret\).{0,8}$/, `${before} ${after}`);
    }
  }
});

t.test('broken into lines', async (t) => {
  const long = 'This-is-a-rather-long-passphrase-of-5-words-and-more';
  const hidden = hiding(long, 'two words of a secret');
  const wrapped = hidden.mask(`a\n${long.slice(0, 30)}\n    ${long.slice(30)}\nb`);
  t.equal(wrapped, `a\n${secretText}\nb`);
  t.equal(hidden.mask('the two words\n      of a secret here'), `the ${secretText} here`);
  const lines = Buffer.from(long).toString('base64').replace(/.{20}/g, '$&\n');
  t.notMatch(hidden.mask(lines), /[A-Za-z0-9+/]{12}/);
});

t.test('a secret of several lines is hidden line by line', async (t) => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n';
  const hidden = hiding(key);
  t.equal(hidden.mask('found MIIEvQIBADANBgkq there'), `found ${secretText} there`);
  t.equal(hidden.mask(`  | hkiG9w0BAQEFAASC`), `  | ${secretText}`);
  t.notMatch(hidden.mask(JSON.stringify({ key })), /MIIE|hkiG/);
});

t.test('a long secret that is cut off', async (t) => {
  const token = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';
  const hidden = hiding(token);
  t.equal(hidden.mask(`${token.slice(0, 20)}…`), `${secretText}…`);
  t.equal(hidden.mask(`…${token.slice(-15)}`), `…${secretText}`);
  t.equal(hidden.mask(`…${token.slice(9, 23)}…`), `…${secretText}…`);
});

t.test('what was made from a secret is hidden whole, and its beginning is not', async (t) => {
  const hidden = createMasker();
  hidden.hide({
    values: ['hunter2'],
    texts: ['postgres://ada:hunter2@db.example.org/shop', 'HUNTER2'],
  });
  t.equal(hidden.mask('url: postgres://ada:hunter2@db.example.org/shop'), `url: ${secretText}`);
  t.equal(hidden.mask('HUNTER2'), secretText);
  t.equal(hidden.mask('postgres://ada:'), 'postgres://ada:');
});

t.test('texts of less than four characters are left alone', async (t) => {
  const hidden = hiding('abc', '', '   ');
  t.equal(hidden.active, false);
  t.equal(hidden.mask('abc'), 'abc');
});

t.test('a document stays one', async (t) => {
  const hidden = hiding('8080', 'na"me', 'true');
  t.same(hidden.maskJson({ port: 8080, other: 18080, 'na"me': ['x na"me'], on: true, off: null }), {
    port: secretText,
    other: secretText,
    [secretText]: [`x ${secretText}`],
    on: true,
    off: null,
  });
});

t.test('the end of a text that may go on as a secret', async (t) => {
  const hidden = hiding('hunter2');
  t.equal(hidden.openEnd('the password is hun'), 3);
  t.equal(hidden.openEnd('the password'), 0);
  t.equal(hidden.openEnd('h'), 1);
});

t.test('whatever stands around it, a secret is never seen', async (t) => {
  const text = fc.string({ maxLength: 40 });
  const value = fc.string({ minLength: 4, maxLength: 60 }).filter((one) => one.trim().length >= 4);
  fc.assert(
    fc.property(value, text, text, (secret, before, after) => {
      const hidden = hiding(secret);
      const masked = hidden.mask(`${before}${secret}${after}`);
      if (secretText.includes(secret)) return;
      // What is left may by chance make it up anew only out of the mark itself.
      const parts = masked.split(secretText);
      t.notOk(parts.some((part) => part.includes(secret)));
      const json = hidden.mask(JSON.stringify({ value: `${before}${secret}${after}` }));
      t.notOk(
        json.split(secretText).some((part) => part.includes(JSON.stringify(secret).slice(1, -1))),
      );
    }),
    { numRuns: 300 },
  );
});

t.test('it takes little time', async (t) => {
  const hidden = hiding(
    'x'.repeat(500_000),
    ...Array.from({ length: 50 }, (_, n) => `secret number ${n}!`),
  );
  const text = 'a line of some output that holds nothing at all of interest\n'.repeat(5000);
  const start = performance.now();
  t.equal(hidden.mask(text), text);
  t.ok(performance.now() - start < 5000, 'in linear time');
});
