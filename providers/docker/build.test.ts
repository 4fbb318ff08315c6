/* Building with the classic builder: what arrives in an image, what is cached, what fails and how. */
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import {
  imageReference,
  type BuildStep,
  type EngineError,
  type ImageSpec,
} from '../../model/index.js';
import { blobPath, mediaTypes } from '../../runtime/oci-image/index.js';
import {
  failure,
  keepProgress,
  planBuild,
  startTrial,
  testStack,
  whyNoDockerd,
  type PlannedBuild,
} from '../testing/index.js';

const run = promisify(execFile);
const hindrance = whyNoDockerd();

if (hindrance !== undefined) {
  t.test('building on Docker', { skip: hindrance }, () => undefined);
} else {
  const trial = await startTrial();
  t.teardown(() => trial.end());
  const { engine, directory, docker, perform, image: shell, config } = trial;
  const onShell = { identity: '', config };
  const [shellImage] = (await trial.observe()).objects;
  if (shellImage?.kind !== 'image') throw new Error('there is no shell');
  const base = { ...onShell, identity: shellImage.completed.key };

  /** A context with files by path. */
  const context = (name: string, files: Readonly<Record<string, string>>): string => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(directory, name, path, '..'), { recursive: true });
      writeFileSync(join(directory, name, path), content);
    }
    return name;
  };
  const plan = (spec: Omit<ImageSpec, 'from'> & Partial<ImageSpec>): Promise<PlannedBuild> =>
    planBuild(
      directory,
      'image.built',
      { from: { kind: 'image', name: shell }, ...spec },
      spec.from ? undefined : base,
    );
  const build = async (spec: Omit<ImageSpec, 'from'> & Partial<ImageSpec>): Promise<string> => {
    const { operation } = await plan(spec);
    await perform(operation);
    return operation.reference;
  };
  const inImage = (image: string, line: string): Promise<string> =>
    docker('run', '--rm', '--network', 'none', '--entrypoint', '/bin/sh', image, '-c', line);
  const removeImages = async (): Promise<void> => {
    for (const object of (await trial.observe()).objects) {
      if (object.kind !== 'image' || object.address === 'image.shell') continue;
      const name = imageReference(object.completed);
      await trial.remove({ kind: 'image', name, id: object.id });
    }
  };
  t.afterEach(removeImages);

  t.test('copied files arrive with owner, mode and links, and touch nothing else', async (t) => {
    const where = context('copies', {
      'site/index.html': 'page',
      'site/deep/er.txt': 'deeper',
      tool: '#!/bin/sh\necho tool\n',
      [`long/${'n'.repeat(120)}/ümlaut ${'m'.repeat(90)}.txt`]: 'long',
    });
    chmodSync(join(directory, where, 'site/deep'), 0o700);
    chmodSync(join(directory, where, 'site/index.html'), 0o640);
    symlinkSync('index.html', join(directory, where, 'site/home'));
    const image = await build({
      name: 'trial/copies',
      context: where,
      steps: [
        { kind: 'run', command: ['/bin/sh', '-c', 'mkdir -m 1777 /tmp && mkdir -m 711 /old'] },
        { kind: 'copy', sources: ['site'], target: '/srv/new', owner: '1000:1001' },
        { kind: 'copy', sources: ['site'], target: '/old', owner: '7' },
        { kind: 'copy', sources: ['tool'], target: '/tmp/', mode: '4755' },
        { kind: 'copy', sources: ['long'], target: '/a $b "c"/' },
      ],
    });
    const stats = (
      await inImage(
        image,
        'stat -c "%A %u:%g %n" /tmp /old /srv /srv/new /srv/new/* /tmp/tool /old/deep',
      )
    ).split('\n');
    t.same(stats, [
      'drwxrwxrwt 0:0 /tmp',
      'drwx--x--x 0:0 /old',
      'drwxr-xr-x 0:0 /srv',
      'drwxr-xr-x 1000:1001 /srv/new',
      'drwx------ 1000:1001 /srv/new/deep',
      'lrwxrwxrwx 1000:1001 /srv/new/home',
      '-rw-r----- 1000:1001 /srv/new/index.html',
      '-rwsr-xr-x 0:0 /tmp/tool',
      'drwx------ 7:7 /old/deep',
    ]);
    t.equal(await inImage(image, 'cat /srv/new/home /old/deep/er.txt'), 'pagedeeper');
    t.equal(await inImage(image, 'cat /a\\ \\$b\\ \\"c\\"/*/*'), 'long');
  });

  t.test('values arrive byte for byte', async (t) => {
    const unit = fc.constantFrom(
      '$',
      '"',
      "'",
      '\\',
      '\n',
      '\r',
      ' ',
      '\t',
      '{',
      '}',
      '#',
      '`',
      'ü',
      '😀',
      'a',
      'HOME',
      ':-',
    );
    const value = fc.array(unit, { maxLength: 8 }).map((parts) => parts.join(''));
    const key = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,5}$/);
    const environment = fc.dictionary(key, value, { minKeys: 12, maxKeys: 24 });
    let number = 0;
    await fc.assert(
      fc.asyncProperty(environment, environment, environment, async (early, late, labels) => {
        const script = 'export -p > /early; printf "%s" "$#"; exec env -0 > /seen';
        number += 1;
        const reference = await build({
          name: `trial/values-${number}`,
          steps: [
            { kind: 'env', env: early },
            { kind: 'run', command: ['/bin/sh', '-c', script] },
            { kind: 'label', labels },
            { kind: 'workdir', path: '/with space/$HOME' },
          ],
          env: late,
          labels: { own: '$x "y"' },
          entrypoint: ['/bin/sh', '$HOME', '"q"', 'a\nb'],
          command: ['\\', ''],
          user: '12:34',
          expose: ['80/tcp', '53/udp'],
          stop_signal: 'SIGINT',
        });
        const found = await engine.findImage(reference);
        t.same(found?.config.env, { ...early, ...late }, JSON.stringify({ early, late }));
        t.same(found?.config.labels, { ...labels, own: '$x "y"' });
        const seen = (await inImage(reference, 'cat /seen')).split('\0').filter(Boolean);
        for (const [name, content] of Object.entries(early)) {
          t.ok(seen.includes(`${name}=${content}`), `${name} was there when the command ran`);
        }
        t.notOk(
          seen.some((entry) => entry.startsWith('VALUE_')),
          'and nothing of ours',
        );
      }),
      { numRuns: 2, seed: 7, endOnFailure: true },
    );
  });

  t.test('long labels, long commands and records of many files arrive', async (t) => {
    const long = JSON.stringify({ text: 'a "b" \\ $c # \n'.repeat(5_000) });
    const word = 'x y\\ "z" # $w'.repeat(8_000);
    const files: Record<string, string> = {};
    for (let index = 0; index < 800; index += 1) {
      files[`many/directory/with-a-name-that-takes-room/and-a-file-of-it-${index}`] = 'x';
    }
    const where = context('many', files);
    const { operation, completed } = await plan({
      name: 'trial/long',
      context: where,
      labels: { long },
      steps: [
        { kind: 'run', command: ['/bin/sh', '-c', 'printf %s "$0" > /word', word] },
        { kind: 'copy', sources: ['many'], target: '/many' },
      ],
    });
    await perform(operation);
    await perform(operation);
    const found = (await trial.observe()).objects.find(({ name }) => name === 'trial/long');
    t.same(found?.completed, completed);
    t.same(found?.record, completed);
    t.equal(Object.keys(completed.files).length, 802);
    t.equal((await inImage(operation.reference, 'wc -c < /word')).trim(), String(word.length));
    t.equal(await inImage(operation.reference, 'ls /many/directory/* | wc -l'), '800');
  });

  t.test('one changed file is one layer made anew', async (t) => {
    const where = context('cached', { first: '1', second: '2' });
    const steps: readonly BuildStep[] = [
      { kind: 'run', command: ['/bin/sh', '-c', 'head -c 8 /dev/urandom | md5sum > /stamp'] },
      { kind: 'copy', sources: ['first'], target: '/first' },
      { kind: 'copy', sources: ['second'], target: '/second' },
      { kind: 'run', command: ['/bin/sh', '-c', 'head -c 8 /dev/urandom | md5sum > /after'] },
    ];
    const layers = async (image: string): Promise<readonly string[]> => {
      const found: unknown = JSON.parse(
        await docker('inspect', image, '-f', '{{json .RootFS.Layers}}'),
      );
      return Array.isArray(found) ? found.map(String) : [];
    };
    const before = await layers(await build({ name: 'trial/cached', context: where, steps }));
    writeFileSync(join(directory, where, 'second'), 'changed');
    const progress = keepProgress();
    const { operation } = await plan({ name: 'trial/cached', context: where, steps });
    await perform(operation, progress);
    const after = await layers(operation.reference);
    t.equal(after.length, before.length);
    const same = after.filter((layer, index) => layer === before[index]).length;
    t.equal(after.length - same, 2, 'the copied file, and what ran after it');
    t.same(progress.lines, [
      'step 1/4: run head -c 8 /dev/urandom | md5sum > /stamp',
      'step 2/4: copy first -> /first',
      'step 3/4: copy second -> /second',
      'step 4/4: run head -c 8 /dev/urandom | md5sum > /after',
    ]);
    await perform(operation);
  });

  t.test('a failing step is named, with what it wrote', async (t) => {
    const spec = {
      name: 'trial/failing',
      steps: [
        { kind: 'env' as const, env: { A: 'a\nb' } },
        { kind: 'run' as const, command: ['/bin/sh', '-c', 'echo first; echo why >&2; exit 3'] },
      ],
    };
    const error = await failure('build-failed', build(spec));
    t.match(error.message, /^image "trial\/failing:\w+" failed at step 2, run echo first/);
    t.match(error.message, /it ended with exit code 3$/);
    t.same([...error.lines].sort(), ['first', 'why']);
    const missing = {
      name: 'trial/failing',
      steps: [{ kind: 'run' as const, command: ['/none'] }],
    };
    t.match((await failure('build-failed', build(missing))).message, /step 1, run \/none/);
    const left = (): Promise<string> => docker('images', '-q', '-f', 'dangling=true');
    t.not(await left(), '', 'what it has got done with is there for another try');
    const other = await planBuild(
      directory,
      'image.other',
      {
        from: { kind: 'image', name: shell },
        name: 'trial/other',
        env: { OTHER: 'yes' },
      },
      base,
    );
    await perform(other.operation);
    t.not(await left(), '', 'it is none of another image');
    await build({ ...spec, steps: [{ kind: 'env', env: { A: 'right' } }] });
    t.equal(await left(), '', 'once the image is built it is of no use');
    await failure('build-failed', build(spec));
    await removeImages();
    await engine.clearLedger(testStack);
    t.equal(await left(), '', 'leftovers go with the stack');
  });

  t.test('a build that is stopped has ended, and leaves nothing of itself', async (t) => {
    const where = context('stopped', { file: 'x'.repeat(1 << 20) });
    const said = ['step 1/4', 'step 2/4', 'step 3/4', 'step 4/4'];
    for (const [index, at] of said.entries()) {
      const { operation } = await plan({
        name: 'trial/stopped',
        context: where,
        steps: [
          { kind: 'env', env: { N: String(index) } },
          { kind: 'copy', sources: ['file'], target: '/file' },
          { kind: 'run', command: ['/bin/sh', '-c', 'sleep 1'] },
          { kind: 'workdir', path: '/made' },
        ],
      });
      const stop = new AbortController();
      const stopping = perform(operation, {
        signal: stop.signal,
        report: (line) => {
          if (line.startsWith(at)) stop.abort();
        },
      });
      await failure('interrupted', stopping);
      await engine.clearLedger(testStack);
      t.equal(await docker('images', '-q', '-f', 'dangling=true'), '', `stopped at ${at}`);
      t.equal(await docker('ps', '-aq'), '', 'nor a container');
    }
  });

  t.test(
    'an image is labelled by one instruction, so that what a build leaves is known',
    async (t) => {
      // Of an image with some of its labels nobody could tell whether it is one that was made.
      const made = await build({ name: 'trial/labelled', labels: { a: '1', z: '2' } });
      const history = await docker('history', '--no-trunc', '--format', '{{.CreatedBy}}', made);
      const [last] = history.split('\n');
      t.match(last, /LABEL a=1 stowage\.address=image\.\w+ .*stowage\.stack=.* z=2$/);
    },
  );

  t.test('what changed since the plan is not built', async (t) => {
    const where = context('moving', { file: 'planned' });
    const steps: readonly BuildStep[] = [{ kind: 'copy', sources: ['file'], target: '/file' }];
    const { operation } = await plan({ name: 'trial/moving', context: where, steps });
    writeFileSync(join(directory, where, 'file'), 'changed');
    const error = await failure('build-failed', perform(operation));
    t.match(error.message, /file changed since the plan was made/);
    rmSync(join(directory, where, 'file'));
    await failure('build-failed', perform(operation));
    const unknown = { kind: 'image' as const, name: 'nowhere/none:1' };
    const lost = { ...operation, spec: { ...operation.spec, from: unknown } };
    await failure('image-not-found', perform(lost));
    const other = { ...operation, completed: { ...operation.completed, base: 'another' } };
    t.match(
      (await failure('build-failed', perform(other))).message,
      /not the one that was planned/,
    );
    t.equal(await engine.findImage(operation.reference), undefined);
  });

  t.test('a build stops when it is asked to', async (t) => {
    const steps: readonly BuildStep[] = [{ kind: 'run', command: ['sleep', '1000'] }];
    const { operation } = await plan({ name: 'trial/stopped', steps });
    const progress = keepProgress();
    let stopped: Promise<EngineError> | undefined;
    const reported = new Promise<void>((resolve) => {
      const report = (text: string): void => {
        progress.report(text);
        resolve();
      };
      const building = engine.perform(operation, directory, { ...progress, report });
      stopped = failure('interrupted', building);
    });
    await reported;
    progress.stop();
    t.match((await stopped)?.message, /^stopped building image/);
  });

  t.test('images start from an archive, a layout and each other', async (t) => {
    const root = join(directory, 'rootfs');
    mkdirSync(join(root, 'bin'), { recursive: true });
    cpSync(join(directory, 'shell/busybox'), join(root, 'bin/sh'));
    chmodSync(join(root, 'bin/sh'), 0o755);
    await run('tar', ['-C', root, '-czf', join(directory, 'rootfs.tar.gz'), '.']);
    const archived = await build({
      name: 'trial/archived',
      from: { kind: 'rootfs', path: 'rootfs.tar.gz' },
      steps: [{ kind: 'run', command: ['/bin/sh', '-c', 'echo made > /made'] }],
      env: { A: 'b' },
    });
    t.equal(await inImage(archived, 'cat /made'), 'made');

    await makeLayout(join(directory, 'layout'), join(directory, 'rootfs.tar.gz'));
    const layout: ImageSpec = {
      name: 'trial/laid',
      from: { kind: 'layout', path: 'layout' },
      steps: [{ kind: 'run', command: ['/bin/sh', '-c', 'echo $FROM_LAYOUT > /made'] }],
    };
    const laid = await planBuild(directory, 'image.laid', layout);
    await perform(laid.operation);
    t.equal(await inImage(laid.operation.reference, 'cat /made'), 'yes');
    t.same(laid.completed.config.env, { FROM_LAYOUT: 'yes' });

    const upper: ImageSpec = {
      name: 'trial/upper',
      from: { kind: 'image', name: laid.operation.reference },
      command: ['up'],
    };
    const lower = { identity: laid.completed.key, config: laid.completed.config };
    const stacked = await planBuild(directory, 'image.upper', upper, lower);
    await perform(stacked.operation);
    const { objects } = await trial.observe();
    const found = objects.find(({ name }) => name === 'trial/upper');
    t.same(found?.completed, stacked.completed);
    t.same(found?.record, stacked.completed);
    t.equal(found?.address, 'image.upper');
  });

  t.test(
    'an image that others built on ours is not ours, and keeps what it stands on',
    async (t) => {
      const image = await build({ name: 'trial/lent', env: { LENT: 'yes' } });
      writeFileSync(join(directory, 'Dockerfile'), `FROM ${image}\nENV THEIRS=yes\n`);
      await docker(
        'build',
        '-q',
        '-t',
        'theirs:1',
        '-f',
        join(directory, 'Dockerfile'),
        join(directory, 'cached'),
      );
      await docker(
        'build',
        '-q',
        '--label',
        'x=y',
        '-f',
        join(directory, 'Dockerfile'),
        join(directory, 'cached'),
      );
      const names = (await trial.observe()).objects.map(({ name }) => name).sort();
      t.same(names, ['trial/lent', 'trial/shell']);
      await docker('tag', image, 'borrowed:1');
      await removeImages();
      await engine.clearLedger(testStack);
      t.match(await docker('run', '--rm', 'theirs:1', 'env'), /THEIRS=yes/);
      t.match(await docker('run', '--rm', 'borrowed:1', 'env'), /LENT=yes/);
      t.equal((await docker('images', '-q', '-f', 'dangling=true')).split('\n').length, 1);
      const left = (await trial.observe()).objects.filter(({ name }) => name === 'trial/lent');
      t.equal(left.length, 1, 'under the name that somebody gave it, ours is still ours');
      t.same(left[0]?.kind === 'image' ? left[0].references : [], ['borrowed:1']);
      await docker('rmi', 'borrowed:1', 'theirs:1');
      await docker('image', 'prune', '-f');
    },
  );

  t.test('nothing of a build stays when its images are gone', async (t) => {
    await trial.remove({ kind: 'image', name: shell, id: shellImage.id });
    await engine.clearLedger(testStack);
    t.equal(await docker('images', '-aq'), '');
    t.notMatch(await docker('ps', '-aq'), /\w/);
  });
}

/** An OCI layout of one layer, as skopeo would write it. */
async function makeLayout(directory: string, layer: string): Promise<void> {
  mkdirSync(join(directory, 'blobs/sha256'), { recursive: true });
  const blob = (data: string | Buffer): { digest: string; size: number } => {
    const digest = `sha256:${createHash('sha256').update(data).digest('hex')}`;
    writeFileSync(blobPath(directory, digest), data);
    return { digest, size: Buffer.byteLength(data) };
  };
  const { stdout } = await run('gzip', ['-dc', layer], { encoding: 'buffer', maxBuffer: 2 ** 28 });
  const diffId = `sha256:${createHash('sha256').update(stdout).digest('hex')}`;
  const config = {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Env: ['FROM_LAYOUT=yes'] },
    rootfs: { type: 'layers', diff_ids: [diffId] },
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: { mediaType: mediaTypes.config, ...blob(JSON.stringify(config)) },
    layers: [{ mediaType: mediaTypes.layerGzip, ...blob(readFileSync(layer)) }],
  };
  const entry = { mediaType: mediaTypes.manifest, ...blob(JSON.stringify(manifest)) };
  writeFileSync(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(
    join(directory, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [entry] }),
  );
}
