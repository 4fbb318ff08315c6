/* What `show` and `apply` say of a file that is no plan: as text and as records, with an exit code. */
import t from 'tap';
import { scratchDirectory } from '../stack/testing/repositories.js';
import { runCommand } from '../stack/testing/run-command.js';
import { writeFiles } from '../stack/testing/write-files.js';

t.test('a damaged file is an error with a code, for people and programs', async (t) => {
  const directory = scratchDirectory(t);
  writeFiles(directory, { 'main.stow': 'stack shop\n', 'a\u0007b.plan': '{' });
  for (const command of ['show', 'apply']) {
    const plain = await runCommand([command, 'a\u0007b.plan'], { directory });
    t.equal(plain.code, 1, command);
    t.equal(plain.stdout, '');
    t.match(plain.stderr, /^error\[plan-damaged\]: a\\x07b\.plan is refused: it is no saved plan/);
    const records = await runCommand([command, 'a\u0007b.plan', '--json'], { directory });
    t.equal(records.code, 1);
    t.match(JSON.parse(records.stdout), {
      format_version: '1.0',
      valid: false,
      error_count: 1,
      diagnostics: [{ code: 'plan-damaged', severity: 'error', summary: /it is not JSON$/ }],
    });
  }
});

t.test('--json is for saved plans', async (t) => {
  const directory = scratchDirectory(t);
  writeFiles(directory, { 'main.stow': 'stack shop\n' });
  const { code, stderr } = await runCommand(['apply', '--json'], { directory });
  t.equal(code, 64);
  t.match(stderr, /--json goes with a saved plan; --json-into FILE/);
});
