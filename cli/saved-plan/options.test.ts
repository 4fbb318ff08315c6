/* What the command line may not ask of a plan that is made already. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { askedOf } from '../stack/part.js';
import { runCommand } from '../stack/testing/run-command.js';

t.test('what is planned cannot be chosen again', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-options-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'saved.plan'), '');
  const asked = [
    ['--target', 'container.web'],
    ['--exclude', 'container.web'],
    ['--replace', 'container.web'],
    ['--allow-deletions', '4'],
    ['--refresh-only'],
  ];
  for (const words of asked) {
    const { code, stderr } = await runCommand(['apply', 'saved.plan', ...words], { directory });
    t.equal(code, 64, words.join(' '));
    t.equal(stderr, `a saved plan is applied whole; ${words[0]} goes with the planning`);
  }
});

t.test(
  'a file that is not there, or can never be, is told before the engine is asked',
  async (t) => {
    const directory = mkdtempSync(join(tmpdir(), 'stowage-options-'));
    t.teardown(() => rmSync(directory, { recursive: true }));
    writeFileSync(join(directory, 'main.stow'), 'stack s\n');
    const told: readonly (readonly [words: readonly string[], text: string])[] = [
      [
        ['plan', '--out', 'no/where.plan'],
        `--out no/where.plan: there is no directory ${join(directory, 'no')}`,
      ],
      [['show', 'shop.plan'], 'shop.plan is neither a file nor a number from `stowage history`'],
      [['apply', 'shop.plan'], `cannot read ${join(directory, 'shop.plan')}: it is not there`],
    ];
    for (const [words, text] of told) {
      const { code, stderr } = await runCommand(words, { directory });
      t.equal(code, 64, words.join(' '));
      t.match(stderr, text);
    }
  },
);

t.test('what does not go together', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-options-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'main.stow'), 'stack s\n');
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['plan --refresh-only --destroy', /--destroy and --refresh-only cannot go together/],
    ['plan --refresh-only --replace container.web', /--refresh-only and --replace cannot/],
    ['plan --refresh-only --out x', /--refresh-only and --out cannot/],
    ['plan --destroy --allow-deletions 3', /--destroy and --allow-deletions cannot/],
    ['apply --parallelism 0', /--parallelism takes a whole number from 1 to 64, not 0/],
    ['apply --parallelism 65', /--parallelism takes a whole number from 1 to 64, not 65/],
    ['apply --parallelism 1.5', /--parallelism takes a whole number from 1 to 64, not 1\.5/],
  ];
  for (const [line, says] of wrong) {
    const { code, stderr } = await runCommand(line.split(' '), { directory });
    t.equal(code, 64, line);
    t.match(stderr, says);
  }
  const values = { 'allow-deletions': ['many'] };
  t.throws(() => askedOf({ arguments: [], switches: new Set(), values }), {
    message: '--allow-deletions takes a whole number, not many',
  });
});
