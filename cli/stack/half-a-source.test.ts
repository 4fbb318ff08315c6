/*
 * Sources that are empty, unreadable or half fetched: an error before any engine is asked, never a
 * stack without resources. The engine here does not exist, so that asking it would be another error.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { runCommand } from './testing/run-command.js';
import { writeFiles } from './testing/write-files.js';

const stack = 'stack shop\n\nvolume data {}\n';
const using = `${stack}\nuse "./parts" as parts\n`;
const fetched = `${stack}\nuse "git::https://example.org/parts.git?ref=v1" as parts\n`;

interface Damage {
  readonly what: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** What else is wrong with the directory. */
  readonly spoil?: (directory: string) => void;
  readonly code: number;
  readonly says: RegExp;
}

const damages: readonly Damage[] = [
  { what: 'an empty directory', files: {}, code: 64, says: /there is no \.stow file in/ },
  { what: 'tests alone', files: { 'a.test.stow': '' }, code: 64, says: /there is no \.stow file/ },
  { what: 'an empty file', files: { 'main.stow': '' }, code: 1, says: /error\[no-stack\]/ },
  {
    what: 'a file cut short',
    files: { 'main.stow': stack.slice(0, -3) },
    code: 1,
    says: /error\[/,
  },
  {
    what: 'a pointer instead of a file',
    files: { 'main.stow': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n' },
    code: 1,
    says: /error\[/,
  },
  {
    what: 'a file that is not text',
    files: { 'main.stow': stack, 'b.stow': new Uint8Array([0xff, 0xfe, 0]) },
    code: 1,
    says: /error\[unreadable-source\]/,
  },
  {
    what: 'one file of several that cannot be read',
    files: { 'main.stow': stack },
    spoil: (directory) => symlinkSync('not-fetched', join(directory, 'more.stow')),
    code: 1,
    says: /error\[unreadable-source\]/,
  },
  {
    what: 'a module that is not there',
    files: { 'main.stow': using },
    code: 1,
    says: /error\[/,
  },
  {
    what: 'a module without files',
    files: { 'main.stow': using },
    spoil: (directory) => mkdirSync(join(directory, 'parts')),
    code: 1,
    says: /error\[/,
  },
  {
    what: 'a module that was never fetched',
    files: { 'main.stow': fetched },
    code: 1,
    says: /error\[/,
  },
];

for (const { what, files, spoil, code, says } of damages) {
  t.test(what, async (t) => {
    const directory = mkdtempSync(join(tmpdir(), 'stowage-half-'));
    const environment = {
      STOWAGE_ENGINE: `unix://${join(directory, 'no.sock')}`,
      GIT_ALLOW_PROTOCOL: 'none',
    };
    try {
      writeFiles(directory, files);
      spoil?.(directory);
      for (const command of ['plan', 'apply']) {
        const ended = await runCommand(command === 'apply' ? [command, '--yes'] : [command], {
          directory,
          environment,
        });
        t.equal(ended.code, code, `${command}: ${ended.stderr}`);
        t.match(ended.stderr, says);
        t.notMatch(ended.stderr, /no\.sock/, 'the engine is not asked');
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
}

t.test('a directory that is not there', async (t) => {
  const ended = await runCommand(['plan', 'nowhere'], { directory: tmpdir() });
  t.equal(ended.code, 64);
  t.match(ended.stderr, /cannot read .*nowhere/);
});
