/*
 * The files of a volume go out as an archive and come back into another one: owners, permissions and links
 * with them, nothing over what is there unasked, and nothing while somebody may write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage, writeStack, type Finished } from './stowage.js';

const stackText = (name: string): string => `stack ${name}
${busyboxImage('base')}volume full {}
volume other {}
container keeper {
  image: base
  command: ["sleep", "100000"]
  mounts: [{ source: full, target: "/full" }, { source: other, target: "/other" }]
  networks: []
  stop_timeout: 0s
}
`;

/** Files of every sort that a user's data has. */
const filling = [
  'cd /full && mkdir -p deep/er && echo one > deep/er/one && chmod 4751 deep/er/one',
  'chown 12:34 deep/er/one && chmod 4751 deep/er/one && ln deep/er/one linked',
  'ln -s /nowhere dangling && mkfifo pipe && echo hidden > .wh.file',
  'mkdir empty && chmod 1777 empty && chown 7:8 . && chmod 750 . && touch -d @1000000000 linked',
].join(' && ');

const listing = `find . | sort | while read -r f; do stat -c '%n %f %u %g %h' "$f"; done; cat linked .wh.file; stat -c %Y linked; readlink dangling`;

export async function volumeScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `volume_${engine.name}`;
  const stack = writeStack(stackText(name));
  const { env } = engine;
  const run = (...args: readonly string[]): Promise<Finished> =>
    stowage(args, { env, cwd: stack.directory });
  const done = async (...args: readonly string[]): Promise<Finished> => {
    const finished = await run(...args);
    t.equal(finished.code, 0, finished.text);
    return finished;
  };
  const refused = async (reason: RegExp, ...args: readonly string[]): Promise<void> => {
    const finished = await run(...args);
    t.equal(finished.code, 1, finished.text);
    t.match(finished.stderr, reason);
    t.notMatch(finished.stderr, /bug in Stowage/);
  };
  const inside = async (script: string): Promise<string> =>
    (await done('exec', 'container.keeper', 'sh', '-c', script)).stdout;
  const archive = join(stack.directory, 'full.tar');
  const broken = join(stack.directory, 'broken.tar');
  try {
    await done('apply', '--yes');
    await inside(filling);
    await refused(/keeper/, 'volume', 'export', 'volume.full', '--output', archive);
    await done('volume', 'export', 'volume.full', '--live', '--output', archive);
    writeFileSync(broken, '');
    await refused(/keeper/, 'volume', 'import', 'volume.other', '--input', broken);
    await refused(/nobody/, 'volume', 'export', 'nobody', '--output', broken);

    await done('stop', 'container.keeper');
    await done('volume', 'export', `${name}-full`, '--output', archive);
    writeFileSync(broken, readFileSync(archive).subarray(0, 1100));
    await refused(/archive/, 'volume', 'import', 'volume.other', '--overwrite', '-i', broken);
    await done('volume', 'import', 'volume.other', '--overwrite', '--input', archive);
    await refused(/--overwrite/, 'volume', 'import', 'volume.other', '--input', archive);
    await done('start', 'container.keeper');
    const [full, other] = [
      await inside(`cd /full; ${listing}`),
      await inside(`cd /other; ${listing}`),
    ];
    t.match(full, /^\.\/deep\/er\/one 89e9 12 34 2$/m, 'a listing shows what there is');
    t.equal(other, full, 'all of it has come back');

    await inside('cd /other && echo changed > .wh.file && echo mine > own && rm linked');
    await done('stop', 'container.keeper');
    await done('volume', 'import', 'volume.other', '--overwrite', '--input', archive);
    await done('start', 'container.keeper');
    t.equal(await inside('cat /other/own'), 'mine\n', 'what the archive does not have stays');
    t.equal(await inside(`rm /other/own; cd /other; ${listing}`), full);
    t.equal((await run('plan', '--detailed-exitcode')).code, 0, 'the plan is empty');
    const allowed = ['full', 'other'].flatMap((one) => ['--allow-destroy', `volume.${one}`]);
    await done('destroy', '--yes', ...allowed);
  } finally {
    stack.remove();
  }
}
