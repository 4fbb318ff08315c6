/*
 * What comes from outside: files that are read as text, values for params, secrets. Through the
 * commands, in a directory and with an environment of the test's own.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { scratchDirectory } from './testing/repositories.js';
import { runCommand, type InProcess } from './testing/run-command.js';
import { writeFiles } from './testing/write-files.js';

type Runs = (args: readonly string[], environment?: Record<string, string>) => Promise<InProcess>;

function stackIn(
  t: { teardown(end: () => void): void },
  files: Readonly<Record<string, string | Uint8Array>>,
): { readonly directory: string; readonly run: Runs } {
  const directory = scratchDirectory(t);
  writeFiles(directory, files);
  return {
    directory,
    run: (args, environment = {}) => runCommand(args, { directory, environment }),
  };
}

t.test('files are text, of bounded size, and never taken for empty', async (t) => {
  const { directory, run } = stackIn(t, {
    'main.stow': '\ufeffstack shop\n',
    'a.test.stow': 'not read',
    'b.params.stow': 'not read',
  });
  t.equal((await run(['check'])).code, 0, 'a byte-order mark is no part of the text');
  writeFiles(directory, { 'latin.stow': Buffer.from('// caf\xe9\n', 'latin1') });
  const latin = await run(['check']);
  t.equal(latin.code, 1);
  t.match(latin.stderr, /unreadable-source.*latin\.stow is not UTF-8 text: byte 6, in line 1/);
  writeFiles(directory, {
    'latin.stow': Buffer.concat([Buffer.from('// ü\n// '), Buffer.from([0xc3])]),
  });
  t.match((await run(['check'])).stderr, /byte 9, in line 2/, 'a character cut off at the end');
  writeFiles(directory, { 'latin.stow': Buffer.alloc(16 * 1024 * 1024 + 1, 0x20) });
  t.match((await run(['check'])).stderr, /latin\.stow: it is larger than 16 MiB/);
  const fifo = stackIn(t, { 'main.stow': 'stack shop\n' });
  execFileSync('mkfifo', [join(fifo.directory, 'pipe.stow')]);
  t.match(
    (await fifo.run(['check'])).stderr,
    /pipe\.stow: it is no regular file/,
    'and does not wait',
  );
  const linked = stackIn(t, { 'main.stow': 'stack shop\n' });
  symlinkSync('gone.stow', join(linked.directory, 'link.stow'));
  const { code, stderr } = await linked.run(['plan']);
  t.equal(code, 1);
  t.match(stderr, /cannot read link\.stow: it is not there/);
  mkdirSync(join(linked.directory, 'empty'));
  t.equal((await linked.run(['check', 'empty'])).code, 64, 'a directory without files is no stack');
});

const shown = 'stack shop\nparam a: string = "default"\noutput a = a\n';

t.test('the later source of a value wins', async (t) => {
  const { directory, run } = stackIn(t, { 'main.stow': shown });
  const environment = { STOWAGE_PARAM_a: 'environment' };
  const value = async (...args: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await run(['output', '.', 'a', ...args], environment);
    return `${stdout}${stderr}`.trim();
  };
  t.equal((await run(['output', '.', 'a'])).stdout, 'default\n');
  t.equal(await value(), 'environment');
  writeFiles(directory, { 'z.auto.params.json': '{"a": "auto z"}' });
  t.equal(await value(), 'auto z', 'a file that is read by itself');
  writeFiles(directory, { 'stowage.params.stow': 'a = "stowage"\n' });
  t.equal(await value(), 'auto z', 'stowage.params.stow comes first');
  writeFiles(directory, { 'b.auto.params.stow': 'a = "auto b"\n' });
  t.equal(await value(), 'auto z', 'the others by their names');
  writeFiles(directory, { 'one.params.stow': 'a = "one"\n', 'two.json': '{ "a": "two" }' });
  t.equal(await value('--params', 'one.params.stow', '--params', 'two.json'), 'two');
  t.equal(await value('--params', 'two.json', '--params', 'one.params.stow'), 'one');
  t.equal(await value('--params', 'one.params.stow', '--param', 'a=option'), 'option');
});

t.test('a message says where a wrong value comes from', async (t) => {
  const { directory, run } = stackIn(t, {
    'main.stow': 'stack shop\nparam count: int(1..9) = 1\noutput count = count\n',
  });
  const from = async (args: readonly string[], environment = {}): Promise<string> =>
    (await run(['check', ...args], environment)).stderr;
  t.match(await from([], { STOWAGE_PARAM_count: '10' }), /comes from STOWAGE_PARAM_count/);
  t.match(await from(['--param', 'count=10']), /comes from `--param`/);
  writeFiles(directory, { 'prod.params.stow': '// many\n\ncount = 10\n' });
  t.match(await from(['--params', 'prod.params.stow']), /comes from prod\.params\.stow:3/);
  writeFiles(directory, { 'prod.json': '{\n  "count": 10\n}' });
  t.match(await from(['--params', 'prod.json']), /comes from prod\.json:2/);
});

t.test('files of params hold the language’s own values', async (t) => {
  const { run } = stackIn(t, {
    'main.stow': [
      'stack shop',
      'param size: size',
      'param wait: duration',
      'param names: [string]',
      'param limits: {[string]: int}',
      'param port: port',
      'param maybe: string?',
      'output all = { size: size, wait: wait, names: names, limits: limits, port: port, maybe: maybe }',
      '',
    ].join('\n'),
    'stowage.params.stow': [
      '/// How much.',
      'size = 512MiB // half',
      'wait = 1m30s',
      'names = [',
      '  "a",',
      '  "b ${1 + 1}",',
      ']',
      'limits = { web: 2 * 4 }',
      'port = 8080/udp',
      'maybe = null',
      '',
    ].join('\n'),
  });
  const { stdout, stderr, code } = await run(['output', '.', 'all', '--json']);
  t.equal(code, 0, stderr);
  t.same(JSON.parse(stdout), {
    size: '512MiB',
    wait: '1m30s',
    names: ['a', 'b 2'],
    limits: { web: 8 },
    port: '8080/udp',
    maybe: null,
  });
});

t.test('what is wrong in a file of params is said there, once', async (t) => {
  const { directory, run } = stackIn(t, {
    'main.stow': 'stack shop\nparam replicas: int = 1\noutput r = replicas\n',
  });
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'p.params.stow',
      'replicsa = 3\n',
      /unknown-param.*`replicsa`\n +p\.params\.stow:1:1[\s\S]*write `replicas`/,
    ],
    ['p.params.stow', 'replicas = other\n', /p\.params\.stow:1:12/],
    ['p.params.stow', 'replicas = 1\nreplicas = 2\n', /given twice\n +p\.params\.stow:2:1/],
    ['p.params.stow', 'param replicas: int = 3\n', /syntax[\s\S]*p\.params\.stow:1:7/],
    ['p.params.stow', 'replicas = \n', /syntax[\s\S]*p\.params\.stow:1:/],
    [
      'p.json',
      '{ "replicsa": 3 }',
      /unknown-param.*`replicsa`\n +p\.json:1:3[\s\S]*write `replicas`/,
    ],
    ['p.json', '{ "replicas": 3, }', /invalid-param-file.*not JSON\n +p\.json:1:18/],
    ['p.json', '{ "replicas": 3,\n  "replicas": 4 }', /"replicas" is given twice\n +p\.json:2:3/],
    ['p.json', '[3]', /invalid-param-file.*holds one object/],
    ['p.json', '{ "replicas": "many" }', /invalid-param[\s\S]*comes from p\.json:1/],
  ];
  for (const [file, text, message] of cases) {
    writeFiles(directory, { [file]: text });
    const { code, stderr } = await run(['check', '--params', file]);
    t.equal(code, 1, text);
    t.match(stderr, message);
    t.equal(stderr.match(/^error/gm)?.length, 1, stderr);
  }
  const missing = await run(['check', '--params', 'gone.json']);
  t.match(missing.stderr, /unreadable-source.*cannot read gone\.json: it is not there/);
  t.equal((await run(['check', '--params', 'values.yaml'])).code, 64);
  const nested = { inner: { replicas: 'x', replicsa: 1 }, replicas: 3 };
  writeFiles(directory, { 'n.json': JSON.stringify(nested, null, 2) });
  const { stderr } = await run(['check', '--params', 'n.json']);
  t.match(stderr, /`inner`\n +n\.json:2:3/, 'names within values are no params');
  t.notMatch(stderr, /replicsa`/);
});

t.test('a variable for no param is a warning', async (t) => {
  const { run } = stackIn(t, { 'main.stow': shown });
  const { code, stderr } = await run(['check'], {
    STOWAGE_PARAM_aa: 'x',
    STOWAGE_PARAM_other: 'y',
  });
  t.equal(code, 0);
  t.match(stderr, /stray-variable.*STOWAGE_PARAM_aa is set[\s\S]*Did you mean STOWAGE_PARAM_a\?/);
  t.match(stderr, /STOWAGE_PARAM_other is set/);
});

const secretStack = (source = ''): string =>
  `stack shop\nsecret db${source}\noutput url = "db://ada:\${db}@host"\n`;
const revealed = ['output', '.', 'url', '--reveal'];

t.test('secrets: the later source wins, and only that is read', async (t) => {
  const { directory, run } = stackIn(t, {
    'main.stow': secretStack(' { env: "DB" }'),
    value: 'from file\n',
  });
  const mark = join(directory, 'was-run');
  const all: Record<string, string> = {
    DB: 'from declaration',
    STOWAGE_SECRET_db: 'from variable',
    STOWAGE_SECRET_db_FILE: 'value',
    OTHER: 'from option',
  };
  const pick = (...names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, all[name] ?? '']));
  const value = async (
    args: readonly string[],
    environment: Record<string, string>,
  ): Promise<string> => {
    const { stdout, stderr } = await run([...revealed, ...args], environment);
    return `${stdout}${stderr}`;
  };
  t.equal(await value([], pick('DB')), 'db://ada:from declaration@host\n');
  t.equal(await value([], pick('DB', 'STOWAGE_SECRET_db')), 'db://ada:from variable@host\n');
  t.equal(
    await value([], pick('DB', 'STOWAGE_SECRET_db', 'STOWAGE_SECRET_db_FILE')),
    'db://ada:from file@host\n',
    'without the line end of the file',
  );
  t.equal(await value(['--secret', 'db=env:OTHER'], all), 'db://ada:from option@host\n');
  t.equal(await value(['--secret', 'db=file:value'], all), 'db://ada:from file@host\n');
  t.equal(
    await value(['--secret', 'db=command:echo from command'], all),
    'db://ada:from command@host\n',
  );
  t.equal(
    await value(['--secret', 'db=command:["printf","%s","a $HOME; b"]'], all),
    'db://ada:a $HOME; b@host\n',
    'no shell reads it',
  );
  writeFiles(directory, {
    'main.stow': secretStack(` { command: ["touch", ${JSON.stringify(mark)}] }`),
  });
  await value([], pick('STOWAGE_SECRET_db'));
  t.throws(
    () => execFileSync('stat', [mark], { stdio: 'ignore' }),
    'the program that lost was not run',
  );
});

t.test('a source that gives nothing is said at the declaration', async (t) => {
  const { directory, run } = stackIn(t, {
    empty: '',
    zero: 'a\0b',
    latin: Buffer.from([0xe9]),
    large: Buffer.alloc(600_000, 97),
  });
  execFileSync('mkfifo', [join(directory, 'pipe')]);
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', /missing-secret[\s\S]*STOWAGE_SECRET_db[\s\S]*--secret\s+db=/],
    [' { env: "GONE" }', /the variable GONE is not set/],
    [' { file: "gone" }', /cannot read gone: it is not there/],
    [' { file: "." }', /it is a directory/],
    [' { file: "/dev/zero" }', /it is no regular file/],
    [' { file: "empty" }', /empty gives nothing/],
    [' { file: "zero" }', /zero gives a zero byte/],
    [' { file: "latin" }', /latin gives what is not UTF-8/],
    [' { file: "large" }', /large: it is larger than 512 KiB/],
    [' { command: ["gone-program"] }', /cannot run gone-program: it is not there/],
    [' { command: ["false"] }', /false ended with 1/],
    [' { command: ["true"] }', /true gives nothing/],
    [' { command: ["yes"] }', /yes gave nothing: it printed more than 512 KiB/],
  ];
  for (const [source, message] of cases) {
    writeFiles(directory, { 'main.stow': secretStack(source) });
    const { code, stderr } = await run(revealed);
    t.equal(code, 1, source);
    t.match(stderr, message);
    t.match(stderr, 'main.stow:2:8');
    t.equal(stderr.match(/^error/gm)?.length, 1, stderr);
    t.equal((await run(['check'])).code, 0, 'check asks for no secret');
    t.equal((await run(['output'])).stdout, 'url = (secret)\n', 'nor does output');
  }
});

t.test('what a secret’s program says is shown, and the value is not', async (t) => {
  const script = 'echo hunter22; echo "looking up hunter22" >&2; echo done >&2';
  const { directory, run } = stackIn(t, {
    'main.stow': secretStack(` { command: ["sh", "-c", ${JSON.stringify(script)}] }`),
  });
  const { stdout, stderr } = await run(revealed);
  t.equal(stdout, 'db://ada:hunter22@host\n');
  t.equal(stderr, 'db: looking up (secret)\ndb: done\n');
  const refused = await run(revealed, { STOWAGE_NO_COMMANDS: '1' });
  t.equal(refused.code, 1);
  t.match(refused.stderr, /STOWAGE_NO_COMMANDS is set/);
  const typed = await run([...revealed, '--secret', 'db=command:echo typed'], {
    STOWAGE_NO_COMMANDS: '1',
  });
  t.equal(typed.stdout, 'db://ada:typed@host\n', 'what the user types themselves is run');
  writeFileSync(join(directory, 'pw'), 'short\n');
  t.equal((await run([...revealed, '--secret', 'db=file:./pw'])).code, 0);
});

t.test('a value on the command line is refused and not repeated', async (t) => {
  const { run } = stackIn(t, { 'main.stow': secretStack() });
  for (const given of [
    'db=hunter22',
    'hunter22',
    'db',
    'db=command:',
    'db=ENV:X',
    'db=command:[hunter22',
  ]) {
    const { code, stdout, stderr } = await run([...revealed, '--secret', given]);
    t.equal(code, 64, given);
    t.notMatch(`${stdout}${stderr}`, /hunter22/);
  }
  const { stderr } = await run([...revealed, '--secret', 'bd=env:X']);
  t.match(stderr, /no secret bd; did you mean db\?/);
});

t.test('a secret whose name ends in _FILE is not another one’s file', async (t) => {
  const { run } = stackIn(t, {
    'main.stow': 'stack shop\nsecret db\nsecret db_FILE\noutput a = "${db} ${db_FILE}"\n',
  });
  const environment = { STOWAGE_SECRET_db: 'one1', STOWAGE_SECRET_db_FILE: 'two2' };
  t.equal((await run(['output', '.', 'a', '--reveal'], environment)).stdout, 'one1 two2\n');
});

t.test('a secret that is too short to be masked is a warning', async (t) => {
  const { run } = stackIn(t, { 'main.stow': secretStack() });
  const { code, stderr } = await run(revealed, { STOWAGE_SECRET_db: 'abc' });
  t.equal(code, 0);
  t.match(stderr, /short-secret.*fewer than 4 characters/);
});

t.test('warnings of loading may be allowed where they are meant', async (t) => {
  const { run } = stackIn(t, {
    'main.stow':
      'stack shop\n\n// stowage: allow short-secret\nsecret db\n\noutput url = "db://ada:${db}@host"\n',
  });
  const short = await run(revealed, { STOWAGE_SECRET_db: 'abc' });
  t.equal(short.stderr, '');
  const long = await run(revealed, { STOWAGE_SECRET_db: 'abcdef' });
  t.equal(long.stderr, '', 'and in vain, where it depends on the value');
  t.equal((await run(['check'])).stderr, '');
});

t.test('outputs that are secret', async (t) => {
  const { run } = stackIn(t, {
    'main.stow':
      'stack shop\nsecret db\noutput open = "x"\noutput url = { host: "h", password: db }\n',
  });
  const environment = { STOWAGE_SECRET_db: 'hunter22' };
  const output = (...args: readonly string[]) => run(['output', ...args], environment);
  t.equal((await output()).stdout, 'open = x\nurl = (secret)\n');
  t.equal((await output('.', 'url')).stdout, '(secret)\n');
  t.equal((await output('.', 'url', '--json')).stdout, 'null\n');
  t.same(JSON.parse((await output('--json')).stdout), {
    open: { sensitive: false, value: 'x' },
    url: { sensitive: true },
  });
  t.same(JSON.parse((await output('--json', '--reveal')).stdout), {
    open: { sensitive: false, value: 'x' },
    url: { sensitive: true, value: { host: 'h', password: 'hunter22' } },
  });
  t.equal((await output('.', 'url', '--reveal')).stdout, '{"host":"h","password":"hunter22"}\n');
});

t.test('a secret that reaches a message is masked there', async (t) => {
  const { run } = stackIn(t, {
    'main.stow': [
      'stack shop',
      'secret db',
      'param mode: "on" | "off" = "on"',
      'let bare = reveal(db)',
      'volume v { name: "${bare} not a name" }',
      'output mode = mode',
      'output one = bare',
      'output two = upper(bare)',
      'output three = "prefix-${bare}-suffix"',
      '',
    ].join('\n'),
  });
  const environment = { STOWAGE_SECRET_db: 'hunter22 and more' };
  for (const args of [['plan'], ['output', '--reveal'], ['plan', '--json']]) {
    const { code, stdout, stderr } = await run(args, environment);
    t.equal(code, 1);
    t.match(stderr, /\(secret\)/);
    t.notMatch(`${stdout}${stderr}`, /hunter22/i, args.join(' '));
  }
});
