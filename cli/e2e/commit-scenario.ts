/* An image of what a container has written, made while it runs, and a container made from it. */
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements } from './json.js';
import { stowage, type Finished } from './stowage.js';

/** @param container one that runs, with a shell, and belongs to a stack */
export async function commitVerb(
  t: Test,
  { env, hasLimits = true }: EngineUnderTest,
  container: string,
): Promise<void> {
  const run = async (...args: readonly string[]): Promise<Finished> => {
    const finished = await stowage(args, { env });
    t.equal(finished.code, 0, finished.text);
    return finished;
  };
  const name = 'team/committed:2';
  await run('exec', container, 'sh', '-c', 'mkdir /made && echo mine > /made/file && rm /bin/vi');
  // Where nothing can be frozen it has to be said that it is done without.
  const still = hasLimits ? [] : ['--no-pause'];
  const told = ['-m', 'why', '--author', 'who', ...still];
  const committed = await run('commit', container, name, ...told);
  t.match(committed.stdout, /^sha256:[0-9a-f]{64}\n$/);
  const script = 'cat /made/file; [ -e /bin/vi ] || echo gone; [ -d /visits/. ] && ls /visits';
  const options = ['--rm', '--network', 'none', '--entrypoint', 'sh'];
  const ran = await run('run', ...options, name, '-c', script);
  t.equal(ran.stdout, 'mine\ngone\n', 'it has what was written, and nothing of a volume');
  const images = elements((await run('images', '--json')).stdout);
  const image = images.find(({ id }) => id === committed.stdout.trim());
  t.ok(image, 'it is among the images');
  t.equal(image?.['address'], undefined, 'and no object of the stack');
  const refused = await stowage(['commit', container, 'Team@x'], { env });
  t.equal(refused.code, 1);
  t.match(refused.stderr, /is no name of an image/);
  await run('exec', container, 'sh', '-c', 'rm -r /made && ln -s busybox /bin/vi');
  await run('rmi', name);
}
