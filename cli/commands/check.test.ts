/* `stowage check`: what it prints in each format, and how it ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { runCommand, type InProcess } from '../stack/testing/run-command.js';

const files = {
  clean: 'stack s\n\nvolume data {}\n',
  warned: 'stack s\n\nvolume data {}\n\ncontainer web {\n  image: "web"\n}\n',
  wrong: 'stack s\n\nvolume data { nmae: "x" }\n\ncontainer web {\n  image: "web"\n}\n',
};

/** Runs the command in a directory with one file. */
async function check(name: keyof typeof files, ...args: readonly string[]): Promise<InProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-check-'));
  try {
    writeFileSync(join(directory, 'main.stow'), files[name]);
    return await runCommand(['check', ...args], { directory });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

t.test('text: messages for people, and a line for the end', async (t) => {
  t.same(await check('clean'), {
    code: 0,
    stdout: 'stack s: 1 resource, no errors\n',
    stderr: '',
  });
  const warned = await check('warned');
  t.equal(warned.code, 0);
  t.equal(warned.stdout, 'stack s: 3 resources, no errors, 1 warning\n');
  t.match(warned.stderr, /^warning\[unpinned-image\]: .*\n {2}main\.stow:6:3\n/);
  const wrong = await check('wrong');
  t.equal(wrong.code, 1);
  t.equal(wrong.stdout, '');
  t.match(wrong.stderr, /^error\[unknown-attribute\]: /);
});

t.test('warnings fail the check where they are denied', async (t) => {
  t.equal((await check('warned', '--deny-warnings')).code, 1);
  t.equal((await check('clean', '--deny-warnings')).code, 0);
});

t.test('formats for programs are all there is on standard output', async (t) => {
  for (const format of ['json', 'sarif', 'gitlab']) {
    const { code, stdout, stderr } = await check('wrong', '--format', format);
    t.equal(code, 1, format);
    t.type(JSON.parse(stdout), 'object');
    t.equal(stderr, '');
  }
  t.match(JSON.parse((await check('warned', '--json')).stdout), {
    valid: true,
    error_count: 0,
    warning_count: 1,
  });
  t.same(JSON.parse((await check('clean', '--format=gitlab')).stdout), []);
});

t.test('annotations go to the workflow, and the messages to its log', async (t) => {
  const { code, stdout, stderr } = await check('wrong', '--format', 'github');
  t.equal(code, 1);
  t.same(
    stdout.split('\n').map((line) => line.replace(/,col=.*/, '')),
    ['::error file=main.stow,line=3', '::warning file=main.stow,line=6', ''],
  );
  t.match(stderr, /^error\[unknown-attribute\]: /);
});

t.test('a format that there is not is named with the nearest', async (t) => {
  const { code, stderr } = await check('clean', '--format', 'githb');
  t.equal(code, 64);
  t.match(stderr, /did you mean github/);
});
