/*
 * Images made for tests of registries. Not part of the product; importing it makes a directory that
 * `closeTestStack` removes.
 */
import { parseImageName } from '../../model/index.js';
import { build, busybox, imageOf, newStore, run } from '../build/test-stack-fixture.js';
import { pushImage } from '../distribution/index.js';
import { type Environment } from '../registry/index.js';

export { closeTestStack } from '../build/test-stack-fixture.js';
export { publishPlatforms } from './platforms.js';

/**
 * Puts an image with a greeting into a registry: a file, a variable, a label, and a command that says it.
 * @returns the digest under which the registry has it
 */
export async function publishGreeting(
  reference: string,
  greeting: string,
  environment: Environment,
): Promise<string> {
  const name = parseImageName(reference);
  if (!name) throw new Error(`no name: ${reference}`);
  const store = await newStore();
  const image = await build(
    store,
    imageOf([...busybox, run(`echo ${greeting} > /greeting`)], {
      env: { GREETING: greeting, PATH: '/bin' },
      command: ['/bin/sh', '-c', 'echo "$GREETING"; exec sleep 1000'],
      stop_signal: 'SIGKILL',
      labels: { 'org.example.greeting': greeting },
    }),
  );
  return pushImage(store, image, name, { environment });
}
