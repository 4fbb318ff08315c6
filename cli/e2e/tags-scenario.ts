/*
 * Further names of an image: given and taken in place, gone along with to the next build, given back when a
 * hand has taken or moved them, and never taken from an image of somebody else.
 */
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements } from './json.js';
import { stowage, writeStack, type Finished } from './stowage.js';

const stack = (name: string): string => `stack ${name}
${busyboxImage('base')}
image app {
  from: base
  env: { MADE: "once" }
  tags: ["${name}/app:1", "${name}/app-next"]
}
container web {
  image: app
  command: ["sleep", "10000"]
  stop_timeout: 0s
  networks: []
}
`;

export async function tagsScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const before = await engine.holdings();
  const name = `tags_${engine.name}`;
  const written = writeStack(stack(name));
  const run = async (code: number, ...args: readonly string[]): Promise<Finished> => {
    const finished = await stowage(args, { env: engine.env, cwd: written.directory });
    t.equal(finished.code, code, finished.text);
    return finished;
  };
  const images = async () => elements((await run(0, 'images', '--json')).stdout);
  /** The address and id of the image that has a name. */
  const named = async (tag: string) => {
    const found = (await images()).find(({ references }) =>
      JSON.stringify(references).includes(`"${tag}"`),
    );
    return { address: found?.['address'], id: found?.['id'] };
  };
  const isEmpty = async (what: string): Promise<void> => {
    t.match((await run(0, 'plan', '--detailed-exitcode')).stdout, /No differences/, what);
    await run(0, 'drift');
  };
  const container = async () => (await engine.containerIds())[`${name}-web`];
  try {
    await run(0, 'apply', '--yes');
    await isEmpty('right after the apply');
    const [first, id] = [await named(`${name}/app:1`), await container()];
    t.equal(first.address, 'image.app');
    t.same(await named(`${name}/app-next:latest`), first, 'a name without a tag is the latest');

    written.edit('main.stow', `/app:1"`, `/app:2"`);
    t.match((await run(2, 'plan', '--detailed-exitcode')).stdout, /~ update image\.app[^]*tags/);
    await run(0, 'apply', '--yes');
    t.same(await named(`${name}/app:2`), first, 'another name');
    t.same(await named(`${name}/app:1`), { address: undefined, id: undefined }, 'in its place');
    t.equal(await container(), id, 'nothing was made anew');
    await isEmpty('after a change of names');

    await run(0, 'commit', `${name}-web`, `${name}/app:2`);
    t.not((await named(`${name}/app:2`)).id, first.id, 'a hand has moved a name');
    t.match((await run(2, 'drift')).stdout, /image\.app[^]*tags/);
    t.match((await run(0, 'plan')).stdout, /not the stack’s, loses the name \S+app:2/);
    await run(0, 'apply', '--yes');
    t.same(await named(`${name}/app:2`), first, 'it is given back');
    await isEmpty('after it was given back');

    await run(0, 'commit', `${name}-web`, `${name}/mine:1`);
    written.edit('main.stow', `/app-next"`, `/mine:1"`);
    t.match((await run(1, 'plan')).stderr, /error\[name-taken\]: an image named \S+mine:1/);
    await run(0, 'rmi', `${name}/mine:1`);
    await run(0, 'apply', '--yes');
    t.same(await named(`${name}/mine:1`), first, 'once nobody else has it');

    written.edit('main.stow', '"once"', '"again"');
    await run(0, 'apply', '--yes');
    const second = await named(`${name}/app:2`);
    t.equal(second.address, 'image.app');
    t.not(second.id, first.id, 'names go along to the next build');
    t.same(await named(`${name}/mine:1`), second);
    await isEmpty('after another build');
  } finally {
    await run(0, 'destroy', '--yes');
    await stowage(['prune', '--yes'], { env: engine.env });
    t.same(await engine.holdings(), before, 'nothing is left over');
    written.remove();
  }
}
