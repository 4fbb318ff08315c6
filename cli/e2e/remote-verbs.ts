/* The verbs that keep a line open, or carry files over it, by themselves: on an engine that is not on this host. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements } from './json.js';
import { inTerminal } from './pseudo-terminal.js';
import { stowage, type Finished } from './stowage.js';

/**
 * @param container one that runs, with a shell
 * @param directory for files of this machine
 */
export async function remoteVerbs(
  t: Test,
  env: EngineUnderTest['env'],
  { container, directory }: { readonly container: string; readonly directory: string },
): Promise<void> {
  const run = (...args: readonly string[]): Promise<Finished> => stowage(args, { env });

  let watcher: ChildProcess | undefined;
  let seen = '';
  const watched = stowage(['events', '--json'], {
    env,
    onStart: (child) => {
      watcher = child;
      child.stdout?.on('data', (piece: Buffer) => (seen += piece.toString()));
    },
  });
  // It says nothing of itself, so what it is to see is done until it does.
  for (let round = 0; round < 30 && !/"unpause"\S*\n/.test(seen); round += 1) {
    for (const verb of ['pause', 'unpause']) t.equal((await run(verb, container)).code, 0);
  }
  watcher?.kill('SIGINT');
  const { stdout, text } = await watched;
  const events = elements(`[${stdout.trim().split('\n').join(',')}]`);
  t.match(events.at(-1), { kind: 'container', name: container, action: 'unpause' }, text);

  const [there, back] = [join(directory, 'there'), join(directory, 'back')];
  writeFileSync(there, Buffer.alloc(3_000_000, 'not the same in every place '));
  for (const words of [
    [there, `${container}:/carried`],
    [`${container}:/carried`, back],
  ]) {
    const copied = await run('cp', ...words);
    t.equal(copied.code, 0, copied.text);
  }
  t.ok(readFileSync(back).equals(readFileSync(there)), 'what comes back is what went');
  const missing = await run('cp', `${container}:/nowhere`, back);
  t.equal(missing.code, 1, missing.text);
  t.match(missing.stderr, /nowhere/);

  const typist = inTerminal(['exec', '-it', container, '--', 'sh'], env, directory);
  await typist.sees(/\/dev\/pts/);
  // What is typed before the shell is there may be lost to whatever the terminal is told meanwhile.
  await typist.sees(/\/ # /);
  typist.type('stty size; echo $((40 + 2)) there\n');
  await typist.sees(/\n33 90\r+\n42 there/);
  await typist.resize(71, 22);
  typist.type('while [ "$(stty size)" != "22 71" ]; do sleep 0.1; done; echo $((1 + 1)) sizes\n');
  await typist.sees(/\n2 sizes/);
  typist.type("sh -c 'echo $((5 + 5)) waits; exec sleep 1000'\n");
  await typist.sees(/\n10 waits/);
  typist.type('\x03echo $((3 + 3)) on\n');
  await typist.sees(/\n6 on/);
  typist.type('exit 5\n');
  t.equal(await typist.ended(), 5, typist.screen());
}
