/* Contexts: what copy steps copy, what is left out, and what the content key depends on. */
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { emptyImageConfig, type BuildStep, type ImageSpec } from '../../model/index.js';
import { parseIgnore, resolveImage, type ResolvedImage } from './index.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-context-'));
t.teardown(() => rmSync(base, { recursive: true, force: true }));

type Tree = Readonly<Record<string, string>>;

/** Makes a context: content by path, `-> target` for a link, a path that ends in `/` for a directory. */
function makeContext(tree: Tree): string {
  const directory = mkdtempSync(join(base, 'context-'));
  for (const [path, content] of Object.entries(tree)) {
    const place = join(directory, path);
    mkdirSync(path.endsWith('/') ? place : dirname(place), { recursive: true });
    if (path.endsWith('/')) continue;
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), place);
    else writeFileSync(place, content);
  }
  return directory;
}

function copy(sources: string | readonly string[], target: string, more: object = {}): BuildStep {
  return {
    kind: 'copy',
    sources: typeof sources === 'string' ? [sources] : sources,
    target,
    ...more,
  };
}

async function resolveIn(directory: string, ...steps: readonly BuildStep[]) {
  const spec: ImageSpec = { name: 'x', from: { kind: 'scratch' }, steps };
  return resolveImage(spec, { directory, baseOf: () => undefined });
}

async function resolved(directory: string, ...steps: readonly BuildStep[]): Promise<ResolvedImage> {
  const { value, diagnostics } = await resolveIn(directory, ...steps);
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

/** `source > target` of all that the steps copy. */
async function copied(tree: Tree, ...steps: readonly BuildStep[]): Promise<readonly string[]> {
  const { copies } = await resolved(makeContext(tree), ...steps);
  return copies.flatMap(({ entries }) => entries.map(({ path, target }) => `${path} > ${target}`));
}

/** The code of the only problem, and what it says. */
async function problem(tree: Tree, ...steps: readonly BuildStep[]): Promise<string> {
  const { value, diagnostics } = await resolveIn(makeContext(tree), ...steps);
  const [first] = diagnostics;
  return value === undefined && first !== undefined ? `${first.code}: ${first.summary}` : 'none';
}

const app: Tree = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'app/server.js': 'serve()',
  'app/lib/a.js': 'a',
  'app/lib/b.txt': 'b',
  'public/index.html': '<html>',
};

t.test('a copy step', async (t) => {
  t.test('copies a file to a path, or into a directory', async (t) => {
    t.same(await copied(app, copy('package.json', '/x.json')), ['package.json > /x.json']);
    t.same(await copied(app, copy('package.json', '/etc/')), ['package.json > /etc/package.json']);
    t.same(await copied(app, copy('./app//server.js', '/')), ['app/server.js > /server.js']);
  });

  t.test('takes relative targets from the working directory of that step', async (t) => {
    const workdir = (path: string): BuildStep => ({ kind: 'workdir', path });
    t.same(
      await copied(
        app,
        workdir('/srv'),
        copy('package.json', '.'),
        workdir('sub'),
        copy('package.json', '../y'),
      ),
      ['package.json > /srv/package.json', 'package.json > /srv/y'],
    );
  });

  t.test('copies the content of a directory', async (t) => {
    const expected = [
      'app/lib > /srv/lib',
      'app/lib/a.js > /srv/lib/a.js',
      'app/lib/b.txt > /srv/lib/b.txt',
      'app/server.js > /srv/server.js',
    ];
    t.same(await copied(app, copy('app', '/srv')), expected);
    t.same(await copied(app, copy('app/', '/srv/')), expected);
    const { copies } = await resolved(makeContext(app), copy('app', '/srv', { owner: '5:6' }));
    t.match(copies[0], { step: 0, directory: '/srv', owner: { uid: 5, gid: 6 } });
  });

  t.test('copies the whole context', async (t) => {
    t.equal((await copied(app, copy('.', '/'))).length, 9);
    t.same(await copied(app, copy('.', '/')), await copied(app, copy('/', '/')));
  });

  t.test('takes patterns', async (t) => {
    t.same(await copied(app, copy('package*.json', '/srv/')), [
      'package-lock.json > /srv/package-lock.json',
      'package.json > /srv/package.json',
    ]);
    t.same(await copied(app, copy('app/*/?.js', '/x')), ['app/lib/a.js > /x']);
    t.same(await copied(app, copy('**/*.js', '/x/')), [
      'app/lib/a.js > /x/a.js',
      'app/server.js > /x/server.js',
    ]);
    t.same(await copied(app, copy('app/**/a.js', '/x')), ['app/lib/a.js > /x']);
    t.same(await copied({ 'a[1]': '', a1: '' }, copy('a\\[1]', '/x')), ['a[1] > /x']);
    t.same(await copied({ ax: '', ay: '', az: '' }, copy('a[^x-y]', '/x')), ['az > /x']);
  });

  t.test('takes several sources into a directory, later ones over earlier ones', async (t) => {
    const tree = { 'a/x': '1', 'b/x': '2', c: '3' };
    t.same(await copied(tree, copy(['a', 'b', 'c'], '/etc')), ['c > /etc/c', 'b/x > /etc/x']);
  });

  t.test('copies links as links and never follows them', async (t) => {
    const tree = { 'in/file': 'x', 'in/link': '-> ../../../etc/passwd', out: '-> /etc' };
    const { copies, image } = await resolved(makeContext(tree), copy('.', '/'));
    const links = copies[0]?.entries.filter(({ kind }) => kind === 'symlink');
    t.match(links, [{ target: '/in/link', link: '../../../etc/passwd' }, { target: '/out' }]);
    t.match(image.files['out'], /^l:0777:[0-9a-f]{16}$/);
    t.match(await problem(tree, copy('out/passwd', '/x')), /^copy-source-missing/);
    t.match(await problem(tree, copy('out/*', '/x')), /^copy-source-missing/);
  });

  t.test('says what is wrong with a source or target', async (t) => {
    t.equal(
      await problem(app, copy('nope', '/x')),
      'copy-source-missing: the context holds no "nope"',
    );
    t.equal(
      await problem(app, copy('*.go', '/x')),
      'copy-source-missing: nothing in the context matches "*.go"',
    );
    t.match(await problem(app, copy('../x', '/x')), /^copy-source-outside/);
    t.match(await problem(app, copy('app/../../x', '/x')), /^copy-source-outside/);
    t.match(await problem(app, copy('a[', '/x')), /^copy-source-invalid/);
    t.match(
      await problem(app, copy('package*', '/x')),
      /^copy-target-not-directory: 2 files match/,
    );
    t.match(
      await problem({ 'a/x': '', 'b/x': '' }, copy('**/x', '/d/')),
      /^copy-clash: a\/x and b\/x/,
    );
    t.match(await problem({ 'a/x/y': '', 'b/x': '' }, copy(['a', 'b'], '/d/')), /^copy-clash/);
  });

  t.test('names every bad step, at the span of each', async (t) => {
    const start = { offset: 0, line: 3, column: 5 };
    const span = { file: 'a.stow', start, end: start };
    const { diagnostics } = await resolveImage(
      { name: 'x', from: { kind: 'scratch' }, steps: [copy('a', '/'), copy('b', '/')] },
      { directory: makeContext({}), baseOf: () => undefined, spans: { 'steps[1]': span } },
    );
    t.equal(diagnostics.length, 2);
    t.match(diagnostics[1], { code: 'copy-source-missing', severity: 'error', span });
  });
});

t.test('the files of a context', async (t) => {
  t.test('have their permission bits, or those of the step', async (t) => {
    const directory = makeContext({ run: '#!', data: 'x' });
    chmodSync(join(directory, 'run'), 0o4755);
    chmodSync(join(directory, 'data'), 0o640);
    const plain = await resolved(directory, copy('.', '/'));
    t.match(plain.image.files, { run: /^f:4755:/, data: /^f:0640:[0-9a-f]{16}$/ });
    const set = await resolved(directory, copy('.', '/', { mode: '600' }));
    t.match(set.image.files, { run: /^f:0600:/, data: /^f:0600:/ });
  });

  t.test('cannot be pipes, devices or sockets', async (t) => {
    const directory = makeContext({ ok: '' });
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    const { diagnostics } = await resolveIn(directory, copy('.', '/'));
    t.match(diagnostics, [{ code: 'context-unsupported', summary: 'pipe is a named pipe' }]);
    writeFileSync(join(directory, '.dockerignore'), 'pipe\n');
    t.same(Object.keys((await resolved(directory, copy('.', '/'))).image.files), [
      '.dockerignore',
      'ok',
    ]);
  });

  t.test('must be there: a context that is not is an error', async (t) => {
    const { diagnostics } = await resolveIn(join(base, 'absent'), copy('.', '/'));
    t.match(diagnostics, [
      { code: 'context-unreadable', detail: 'There is nothing at that path.' },
    ]);
    t.equal(
      (await resolveIn(join(base, 'absent'))).diagnostics.length,
      0,
      'nothing is copied from it',
    );
  });
});

t.test('a directory that is swapped for a link leads nowhere else', async (t) => {
  const race = mkdtempSync(join(base, 'race-'));
  for (const name of ['context/dir', 'outside']) mkdirSync(join(race, name), { recursive: true });
  writeFileSync(join(race, 'context/dir/file'), 'inside');
  writeFileSync(join(race, 'outside/file'), 'secret');
  symlinkSync(join(race, 'outside'), join(race, 'link'));
  const program = join(fileURLToPath(new URL('.', import.meta.url)), 'swapper-fixture.js');
  const swapper = new Worker(program, { workerData: race });
  await once(swapper, 'online');
  const inside = createHash('sha256').update('inside').digest('hex');
  let read = 0;
  for (let attempt = 0; attempt < 300; attempt++) {
    const { value } = await resolveIn(join(race, 'context'), copy('.', '/'));
    for (const entry of value?.copies[0]?.entries ?? []) {
      if (entry.kind !== 'file') continue;
      read += 1;
      if (entry.sha256 !== inside) t.fail('a file outside was read');
    }
  }
  await swapper.terminate();
  t.ok(read > 0, 'the file inside was read at times');
});

t.test('.dockerignore', async (t) => {
  const rules: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['node_modules', ['node_modules', 'node_modules/a/b'], ['x/node_modules']],
    ['**/node_modules', ['node_modules', 'x/y/node_modules/a'], ['node_modules2']],
    ['/dist/', ['dist', 'dist/a'], ['a/dist']],
    ['*.log', ['a.log'], ['x/a.log', 'alog']],
    ['**/*.log', ['a.log', 'x/y/a.log'], ['a.logs']],
    ['a/**', ['a/b', 'a/b/c'], ['a']],
    ['a/**/z', ['a/z', 'a/b/c/z'], ['a/bz']],
    ['*.md\n!README.md', ['a.md'], ['README.md']],
    ['!README.md\n*.md', ['README.md'], []],
    ['docs\n!docs/keep', ['docs/a'], ['docs/keep', 'docs/keep/b']],
    ['# comment\n\n  x  ', ['x'], ['# comment']],
    ['\uFEFFx\r\ny', ['x', 'y'], []],
    ['./a/../b', ['b'], ['a']],
    ['.', [], ['a']],
    ['a?c', ['abc'], ['a/c', 'ac']],
    ['a\\*', ['a*'], ['ab']],
    ['[ab].txt', ['a.txt'], ['c.txt']],
    ['a.c', ['a.c'], ['abc']],
  ];
  for (const [text, ignored, kept] of rules) {
    t.test(JSON.stringify(text), (t) => {
      const rules = parseIgnore(text);
      for (const path of ignored) t.ok(rules.ignores(path), `${path} is ignored`);
      for (const path of kept) t.notOk(rules.ignores(path), `${path} is kept`);
      t.end();
    });
  }

  t.test('leaves files out of what is copied, and takes some back in', async (t) => {
    const tree = {
      '.dockerignore': 'node_modules\nsecret*\n!node_modules/keep/me\n.dockerignore',
      'node_modules/a/x': '',
      'node_modules/keep/me': '',
      'node_modules/keep/not': '',
      'secret.key': '',
      'main.js': '',
    };
    t.same(await copied(tree, copy('.', '/')), [
      'main.js > /main.js',
      'node_modules > /node_modules',
      'node_modules/keep > /node_modules/keep',
      'node_modules/keep/me > /node_modules/keep/me',
    ]);
    t.match(await problem(tree, copy('secret.key', '/')), /^copy-source-ignored/);
    t.match(await problem(tree, copy('secret*', '/')), /^copy-source-missing|ignored/);
    t.same(await copied(tree, copy('node_modules', '/n')), [
      'node_modules/keep > /n/keep',
      'node_modules/keep/me > /n/keep/me',
    ]);
  });

  t.test('with a pattern that cannot be read is an error', async (t) => {
    t.match(
      await problem({ '.dockerignore': 'a[', x: '' }, copy('x', '/')),
      /^ignore-invalid: .*"a\["/,
    );
    t.match(await problem({ '.dockerignore': '!', x: '' }, copy('x', '/')), /^ignore-invalid/);
  });
});

t.test('the content key', async (t) => {
  const keyOf = async (directory: string, ...steps: readonly BuildStep[]): Promise<string> =>
    (await resolved(directory, ...steps)).image.key;
  const all = copy('.', '/srv');

  t.test('does not depend on times, places or the order of making', async (t) => {
    const one = makeContext(app);
    const other = makeContext(Object.fromEntries(Object.entries(app).reverse()));
    utimesSync(join(other, 'package.json'), 1, 1);
    t.equal(await keyOf(one, all), await keyOf(other, all));
    const linked = makeContext({ a: 'same' });
    linkSync(join(linked, 'a'), join(linked, 'b'));
    t.equal(await keyOf(linked, all), await keyOf(makeContext({ a: 'same', b: 'same' }), all));
  });

  t.test('depends on every content, name, mode, step and setting', async (t) => {
    const directory = makeContext(app);
    const keys = new Set([await keyOf(directory, all)]);
    const differs = async (what: string, ...steps: readonly BuildStep[]): Promise<void> => {
      const key = await keyOf(directory, ...(steps.length > 0 ? steps : [all]));
      t.notOk(keys.has(key), what);
      keys.add(key);
    };
    writeFileSync(join(directory, 'app/lib/a.js'), 'A');
    await differs('a content');
    chmodSync(join(directory, 'app/lib/a.js'), 0o755);
    await differs('a mode');
    mkdirSync(join(directory, 'empty'));
    await differs('a directory');
    symlinkSync('a', join(directory, 'link'));
    await differs('a link');
    await differs('the target', copy('.', '/opt'));
    await differs('the owner', copy('.', '/srv', { owner: '1' }));
    await differs('a step', all, { kind: 'env', env: { A: '1' } });
    await differs('its value', all, { kind: 'env', env: { A: '2' } });
    await differs('its order', { kind: 'env', env: { A: '2' } }, all);
  });

  t.test('does not depend on what is ignored', async (t) => {
    const directory = makeContext({ ...app, '.dockerignore': 'tmp' });
    const before = await keyOf(directory, all);
    mkdirSync(join(directory, 'tmp'));
    writeFileSync(join(directory, 'tmp/x'), 'x');
    t.equal(await keyOf(directory, all), before);
  });

  t.test('depends on the base, whose settings are taken over without its record', async (t) => {
    const config = {
      ...emptyImageConfig,
      env: { PATH: '/bin' },
      workdir: '/base',
      labels: { a: 'b', 'stowage.spec': '{}' },
    };
    const from = { kind: 'image', name: 'base' } as const;
    const build = (identity: string) =>
      resolveImage(
        { name: 'x', from, steps: [copy('a', '.')] },
        { directory: makeContext({ a: '' }), baseOf: () => ({ identity, config }) },
      );
    const one = await build('one');
    t.match(one.value?.image.config, { env: { PATH: '/bin' }, workdir: '/base' });
    t.same(one.value?.image.config.labels, { a: 'b' });
    t.equal(one.value?.copies[0]?.entries[0]?.target, '/base/a');
    t.equal(one.value?.image.base, 'one');
    t.not(one.value?.image.key, (await build('two')).value?.image.key);
  });
});

t.test('a base', async (t) => {
  const attempt = async (from: NonNullable<ImageSpec['from']>) =>
    (await resolveImage({ name: 'x', from }, { directory: base, baseOf: () => undefined }))
      .diagnostics;

  t.test('that is missing is an error that says which', async (t) => {
    t.match(await attempt({ kind: 'image', name: 'nope' }), [
      { code: 'base-missing', summary: /"nope"/ },
    ]);
    t.match(await attempt({ kind: 'rootfs', path: 'nope.tar' }), [
      { code: 'base-unreadable', summary: /nope\.tar/ },
    ]);
    t.match(await attempt({ kind: 'layout', path: 'nope' }), [
      { code: 'base-unreadable', summary: /nope/ },
    ]);
  });

  t.test('that is an archive is known by its digest', async (t) => {
    writeFileSync(join(base, 'one.tar'), 'content');
    writeFileSync(join(base, 'two.tar'), 'content');
    const keyOf = async (path: string) =>
      (
        await resolveImage(
          { name: 'x', from: { kind: 'rootfs', path } },
          { directory: base, baseOf: () => undefined },
        )
      ).value?.image;
    const one = await keyOf('one.tar');
    t.match(one?.base, /^sha256:[0-9a-f]{64}$/);
    t.equal(one?.key, (await keyOf('two.tar'))?.key);
  });
});
