/*
 * What a user reads when something is wrong: one precise message a mistake, with line and column,
 * and nothing touched. Runs without an engine, except for the host that lacks one's parts.
 */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import t from 'tap';
import { members, text } from './json.js';
import { stowage, writeStack } from './stowage.js';

const root = join(mkdtempSync(join(tmpdir(), 'stowage-messages-')), 'store');
const env = { STOWAGE_ROOT: root };
t.teardown(() => rmSync(join(root, '..'), { recursive: true, force: true }));

interface Mistake {
  readonly name: string;
  readonly text: string;
  /** Line and column of the one message, and a part of it. */
  readonly at: string;
  readonly message: RegExp;
}

const mistakes: readonly Mistake[] = [
  {
    name: 'a wrong type',
    text: 'stack s1\ncontainer web {\n  image: "bb:1"\n  memory: "much"\n}\n',
    at: '4:11',
    message: /size/,
  },
  {
    name: 'an unknown attribute, with the nearest name',
    text: 'stack s1\ncontainer web {\n  image: "bb:1"\n  memmory: 64MiB\n}\n',
    at: '4:3',
    message: /memory/,
  },
  {
    name: 'a cycle, drawn as a path',
    text: [
      'stack s1',
      'container a { image: "bb:1", after: [b is started] }',
      'container b { image: "bb:1", after: [a is started] }',
      '',
    ].join('\n'),
    at: '2:',
    message: /a.*->.*b.*->.*a/,
  },
  {
    name: 'two containers on one host port',
    text: [
      'stack s1',
      'container a { image: "bb:1", ports: [8080 -> 80] }',
      'container b { image: "bb:1", ports: [8080 -> 80] }',
      '',
    ].join('\n'),
    at: '3:',
    message: /8080/,
  },
];

for (const mistake of mistakes) {
  t.test(`${mistake.name} gives one message and touches nothing`, async (t) => {
    const stack = writeStack(mistake.text);
    try {
      for (const command of ['check', 'plan', 'apply']) {
        const args = [command, stack.directory, ...(command === 'apply' ? ['--yes'] : [])];
        const result = await stowage(args, { env });
        t.equal(result.code, 1, result.text);
        t.equal(result.stderr.match(/^error/gm)?.length, 1, `one error\n${result.text}`);
        t.match(result.stderr, `main.stow:${mistake.at}`);
        t.match(result.stderr, mistake.message);
      }
      const json = await stowage(['check', stack.directory, '--json'], { env });
      t.match(members(json.stdout), { valid: false, error_count: 1 });
      t.notOk(existsSync(root), 'no store was made');
      t.notOk(existsSync(join(stack.directory, 'stowage.lock')), 'nor a lock file');
    } finally {
      stack.remove();
    }
  });
}

t.test('every mistake of a file is reported in one run', async (t) => {
  const stack = writeStack(
    'stack s1\ncontainer web {\n  image: "bb:1"\n  memory: "much"\n  prots: [80 -> 80]\n}\nvolume v { nmae: "x" }\n',
  );
  const result = await stowage(['check', stack.directory], { env });
  stack.remove();
  t.equal(result.stderr.match(/^error/gm)?.length, 3, result.text);
});

t.test('a directory without files is an error, never an empty stack', async (t) => {
  const empty = mkdtempSync(join(tmpdir(), 'stowage-empty-'));
  for (const command of ['plan', 'apply', 'destroy', 'check']) {
    const result = await stowage([command, empty, ...(command === 'apply' ? ['--yes'] : [])], {
      env,
    });
    t.equal(result.code, 64, result.text);
    t.match(result.stderr, /there is no \.stow file/);
  }
  rmSync(empty, { recursive: true });
});

t.test('a command line that is wrong ends with 64 and a suggestion', async (t) => {
  const typo = await stowage(['aply']);
  t.equal(typo.code, 64);
  t.match(typo.stderr, /did you mean apply/);
  const option = await stowage(['plan', '--detailed-exitcodes']);
  t.equal(option.code, 64);
  t.match(option.stderr, /did you mean --detailed-exitcode/);
  const missing = await stowage(['logs']);
  t.equal(missing.code, 64);
  t.match(missing.stderr, /needs CONTAINER/);
});

t.test('the version is that of the package', async (t) => {
  const version = text(members(readFileSync('package.json', 'utf8'))['version']);
  const result = await stowage(['version']);
  t.equal(result.stdout, `stowage ${version}\n`);
});

t.test('init writes a stack that checks, and formats to itself', async (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'stowage-init-'));
  const directory = join(parent, 'first');
  const first = await stowage(['init', directory]);
  t.equal(first.code, 0, first.text);
  const text = readFileSync(join(directory, 'main.stow'), 'utf8');
  const check = await stowage(['check', directory]);
  t.equal(check.code, 0, check.text);
  const format = await stowage(['fmt', '--check', directory]);
  t.equal(format.code, 0, format.text);
  const again = await stowage(['init', directory]);
  t.equal(again.code, 0);
  t.equal(readFileSync(join(directory, 'main.stow'), 'utf8'), text, 'init may be repeated');
  rmSync(parent, { recursive: true });
});

t.test('fmt formats standard input, shows differences, and rewrites', async (t) => {
  const untidy = 'stack   s1\nvolume v{}\n';
  const piped = await stowage(['fmt', '-'], { input: untidy });
  t.equal(piped.code, 0, piped.text);
  const stack = writeStack(untidy);
  const file = join(stack.directory, 'main.stow');
  const check = await stowage(['fmt', '--check', file]);
  t.equal(check.code, 1);
  const diff = await stowage(['fmt', '--diff', file]);
  t.match(diff.stdout, /^-stack   s1$/m);
  t.match(diff.stdout, /^\+stack s1$/m);
  t.equal(readFileSync(file, 'utf8'), untidy, 'neither writes');
  await stowage(['fmt', file]);
  t.equal(readFileSync(file, 'utf8'), piped.stdout);
  const broken = await stowage(['fmt', '-'], { input: 'stack {' });
  t.equal(broken.code, 1, 'what cannot be read is not formatted');
  t.equal(broken.stdout, '');
  stack.remove();
});

t.test('the examples check without a warning and are formatted', async (t) => {
  for (const example of ['hello', 'shop']) {
    const check = await stowage(['check', `examples/${example}`]);
    t.equal(check.code, 0, check.text);
    t.equal(check.stderr, '', 'no warning');
    const format = await stowage(['fmt', '--check', `examples/${example}`]);
    t.equal(format.code, 0, format.text);
  }
});

t.test(
  'a host without the engine’s parts is told each, and the command that installs them',
  async (t) => {
    // A PATH that holds node and what coreutils give, and an empty folder over the ones that
    // netavark is looked for in: the mounts are private to this process.
    const bare = mkdtempSync(join(tmpdir(), 'stowage-bare-'));
    mkdirSync(join(bare, 'bin'));
    mkdirSync(join(bare, 'none'));
    writeFileSync(join(bare, 'empty'), '', { mode: 0o644 });
    for (const name of ['sh', 'tar', 'mount', 'umount', 'node']) {
      const found = (process.env['PATH'] ?? '')
        .split(delimiter)
        .map((folder) => join(folder, name))
        .find((path) => existsSync(path));
      if (found !== undefined) symlinkSync(found, join(bare, 'bin', name));
    }
    const cover = ['/usr/sbin', '/usr/lib/podman', '/usr/libexec/podman', '/usr/local/sbin']
      .filter((folder) => existsSync(folder))
      .map((folder) => `mount --bind ${join(bare, 'none')} ${folder}`)
      .concat(
        ['/usr/bin/conmon', '/usr/bin/crun']
          .filter((program) => existsSync(program))
          .map((program) => `mount --bind ${join(bare, 'empty')} ${program}`),
      )
      .join(' && ');
    const inside = (args: string): SpawnSyncReturns<string> => {
      const script = `${cover} && PATH=${join(bare, 'bin')} exec ${process.execPath} dist/stowage.js ${args}`;
      return spawnSync('unshare', ['--mount', 'sh', '-c', script], {
        env: { PATH: process.env['PATH'], STOWAGE_ROOT: root },
        encoding: 'utf8',
      });
    };
    try {
      const applied = inside('apply examples/hello --yes');
      t.equal(applied.status, 1, applied.stderr);
      for (const part of ['runc', 'conmon', 'netavark', 'aardvark-dns']) {
        t.match(applied.stderr, part, `${part} is named`);
      }
      t.match(applied.stderr, /apt-get install [a-z0-9 -]*conmon/, 'one command installs them');
      t.notMatch(applied.stderr, /bug in Stowage/);
      const doctor = inside('doctor');
      t.equal(doctor.status, 1, 'doctor says so too');
      t.match(doctor.stdout, /missing +conmon/);
    } finally {
      rmSync(bare, { recursive: true });
    }
  },
);
