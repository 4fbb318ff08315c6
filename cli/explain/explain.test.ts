/* What `stowage explain` prints, and the page of a code: both from the same data. */
import t from 'tap';
import type { Invocation } from '../command.js';
import { runExplain } from '../commands/explain.js';
import { noteExplanations } from '../report.js';
import { codePage, diagnosticsPages } from '../reference/diagnostics.js';
import type { Terminal } from '../terminal/terminal.js';
import { allCodes, explanationOf } from './explanation.js';
import { foundEarlier } from './planning-examples.js';

const silent: Terminal = {
  print: () => undefined,
  write: () => undefined,
  note: () => undefined,
  complain: () => undefined,
  conceal: () => undefined,
  mask: (text) => text,
  reveal: () => undefined,
  interactive: false,
  canAsk: false,
  style: (_style, text) => text,
  quiet: false,
};

/** What is printed for some arguments. */
async function printed(...given: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const terminal: Terminal = { ...silent, print: (line) => void lines.push(line) };
  const invocation: Invocation = { arguments: given, switches: new Set(), values: {} };
  const { signal } = new AbortController();
  const context = { terminal, environment: {}, directory: '/', signal };
  t.equal(await runExplain(invocation, context), 0);
  return lines;
}

t.test('a code of the language, with the message that its example gives', async (t) => {
  const lines = await printed('unknown-attribute');
  t.same(lines.slice(0, 3), [
    'error[unknown-attribute]: An attribute that does not exist',
    '',
    'The reference pages list the attributes of each kind.',
  ]);
  for (const line of ['Wrong', 'Right', '    memmory: 64MiB', '    memory: 64MiB']) {
    t.ok(lines.includes(line), line);
  }
  t.ok(lines.includes('  error[unknown-attribute]: a container has no attribute `memmory`'));
  t.same(await printed('error[unknown-attribute]'), lines, 'as it is printed, too');
});

t.test('a code of planning, with its situation and command', async (t) => {
  const lines = await printed('image-missing');
  t.ok(lines.includes('  $ stowage plan'));
  t.ok(lines.includes('The engine has the image `registry.example.org/web:1`.'));
  t.ok(lines.some((line) => line.startsWith('  error[image-missing]')));
});

t.test('all codes, and none', async (t) => {
  t.equal((await printed()).length, allCodes.length);
  await t.rejects(printed('type-mismach'), { message: /did you mean type-mismatch/ });
  await t.rejects(printed('zzzzzzzz'), { message: /lists all/ });
});

t.test('each code has a page, and the index leads to it', async (t) => {
  const pages = diagnosticsPages();
  const index = pages.get('diagnostics.md') ?? '';
  for (const code of allCodes) {
    const page = pages.get(`diagnostics/${code}.md`) ?? '';
    t.match(index, `(diagnostics/${code}.md)`);
    t.ok(page.startsWith(`# ${code}\n`), code);
    const parts = code in foundEarlier ? ['as ['] : ['## Wrong', '## Right', `[${code}]`];
    for (const part of parts) t.ok(page.includes(part), `${code}: ${part}`);
  }
  t.equal(pages.size, allCodes.length + 1);
});

t.test('files of an example are told apart where there are several', async (t) => {
  const explanation = explanationOf('duplicate-stack');
  const page = explanation ? codePage(explanation) : '';
  t.match(page, '`main.stow`:');
  t.match(page, '`more.stow`:');
});

t.test('a person at a terminal is told of it', async (t) => {
  const noted = (interactive: boolean, ...codes: readonly string[]): readonly string[] => {
    const lines: string[] = [];
    const note = (line: string): void => void lines.push(line);
    const diagnostics = codes.map((code) => ({ code, severity: 'error', summary: '' }) as const);
    noteExplanations(diagnostics, { terminal: { ...silent, interactive, note } });
    return lines;
  };
  t.same(noted(true, 'syntax', 'syntax'), ['`stowage explain syntax` says more, with an example.']);
  t.same(noted(true, 'syntax', 'cycle'), ['`stowage explain CODE` says more, with an example.']);
  t.same([...noted(true), ...noted(false, 'syntax')], []);
});
