/* The images of a stack, built before anything is made of them. */
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements } from './json.js';
import { stowage, writeStack, type Finished } from './stowage.js';

const stack = (name: string): string => `stack ${name}
${busyboxImage('base')}
image app {
  from: base
  steps: [env({ MADE: "yes" })]
}
container web {
  image: app
  command: ["true"]
  job: true
  network_mode: "none"
}
`;

/** `stowage build` makes images and nothing else; the next apply finds them made. */
export async function buildScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const before = await engine.holdings();
  const name = `builds_${engine.name}`;
  const written = writeStack(stack(name));
  const run = async (code: number, ...args: readonly string[]): Promise<Finished> => {
    const finished = await stowage(args, { env: engine.env, cwd: written.directory });
    t.equal(finished.code, code, finished.text);
    return finished;
  };
  const made = async (): Promise<readonly string[]> =>
    (await engine.holdings()).filter((one) => !before.includes(one));
  try {
    t.match((await run(64, 'build', 'web')).stderr, /there is no image web/);
    t.match((await run(64, 'build', 'base')).stderr, /did you mean image\.base\?/);
    t.same(await made(), [], 'nothing is built for what is not there');
    t.match((await run(0, 'build', 'image.base')).stdout, /1 to build/);
    t.match((await run(0, 'build')).stdout, /1 to build/);
    const images = elements((await run(0, 'images', '--json')).stdout);
    const own = images.filter((one) => one['stack'] === name).map((one) => one['address']);
    t.same(own.sort(), ['image.app', 'image.base']);
    t.notMatch((await run(0, 'ps', '--all')).stdout, new RegExp(name), 'and no container');
    t.match((await run(0, 'build')).stdout, /No differences in what was chosen/);
    t.match((await run(0, 'apply', '--yes')).stdout, /Plan: 1 to run; 2 unchanged\./);
    t.match((await run(0, 'plan')).stdout, /No differences/);
    await run(0, 'destroy', '--yes');
    t.same(await made(), []);
  } finally {
    written.remove();
  }
}
