/* Where `--json-into` writes, and what it refuses before anything else is done. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { createMasker } from '../terminal/mask.js';
import { documentWriter, type DocumentWriter } from './document-file.js';
import { runCommand } from './testing/run-command.js';

function place(t: Test): string {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-document-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  return directory;
}

function writerIn(directory: string, given: string, secret = 'none at all'): DocumentWriter {
  const masker = createMasker();
  masker.hide({ values: [secret] });
  const terminal = { mask: (text: string) => masker.mask(text) };
  const invocation = { arguments: [], switches: new Set<string>(), values: { into: [given] } };
  const write = documentWriter(invocation, { directory, terminal }, 'into');
  if (!write) throw new Error('no file was asked for');
  return write;
}

t.test('a document is written whole, and replaces what was there', async (t) => {
  const directory = place(t);
  writeFileSync(join(directory, 'plan.json'), 'old');
  writerIn(directory, 'plan.json')({ a: [1, 'x'] });
  t.equal(
    readFileSync(join(directory, 'plan.json'), 'utf8'),
    '{\n  "a": [\n    1,\n    "x"\n  ]\n}\n',
  );
  t.same(readdirSync(directory), ['plan.json'], 'nothing is left beside it');
});

t.test('a link stays one, and what it leads to is replaced', async (t) => {
  const directory = place(t);
  mkdirSync(join(directory, 'real'));
  writeFileSync(join(directory, 'real/plan.json'), 'old');
  symlinkSync('real/plan.json', join(directory, 'link.json'));
  writerIn(directory, 'link.json')({});
  t.equal(readFileSync(join(directory, 'real/plan.json'), 'utf8'), '{}\n');
});

t.test('secrets do not reach the file', async (t) => {
  const directory = place(t);
  writerIn(directory, 'plan.json', 'hunter22')({ url: 'postgres://u:hunter22@db', n: 1 });
  const written: unknown = JSON.parse(readFileSync(join(directory, 'plan.json'), 'utf8'));
  t.same(written, { url: 'postgres://u:(secret)@db', n: 1 });
});

t.test('what cannot be a file is refused first', async (t) => {
  const directory = place(t);
  t.throws(() => writerIn(directory, '.'), { message: '--into .: this is a directory' });
  t.throws(() => writerIn(directory, '/dev/null'), { message: /this is no ordinary file/ });
  t.throws(() => writerIn(directory, 'no/such/plan.json'), {
    message: `--into no/such/plan.json: there is no directory ${join(directory, 'no/such')}`,
  });
  for (const command of ['plan', 'apply']) {
    const { code, stderr } = await runCommand([command, '--json-into', '.'], { directory });
    t.equal(code, 64);
    t.match(stderr, /--json-into \.: this is a directory/, 'before the stack is even read');
  }
  t.same(readdirSync(directory), []);
});
