/*
 * A part of a stack, replacements that are asked for, deletions that need a word, and drift that is
 * accepted: on a real engine, as somebody at a terminal does it.
 */
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements, members } from './json.js';
import { stowage, writeStack } from './stowage.js';

const idle = 'command: ["sleep", "1000"], networks: [], stop_timeout: 0s';

const stackText = (name: string): string => `stack ${name}
${busyboxImage('base')}volume data {}
container db { image: base, ${idle}, mounts: [data -> "/data"], env: { N: "1" } }
container web { image: base, ${idle}, env: { N: "1" }, memory: 32MiB }
container c for i in 0..<4 { image: base, ${idle} }
`;

/** What is chosen is changed and nothing else; what is left is exactly the rest. */
export async function choosingScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `choosing_${engine.name}`;
  const stack = writeStack(stackText(name));
  const run = (command: string, ...args: readonly string[]) =>
    stowage([command, stack.directory, ...args], { env: engine.env });
  const succeeds = async (...args: readonly [string, ...(readonly string[])]) => {
    const ended = await run(...args);
    t.equal(ended.code, 0, ended.text);
    return ended;
  };
  const verbs = async (...args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await succeeds('plan', '--json', ...args);
    return elements(members(stdout)['resource_changes']).flatMap(({ verb, address }) =>
      verb === 'keep' ? [] : [`${String(verb)} ${String(address)}`],
    );
  };
  try {
    await succeeds('apply', '--yes', '--target', 'container.db');
    const made = Object.keys(await engine.containerIds()).filter((held) => held.startsWith(name));
    t.same(made, [`${name}-db`], 'a target');
    t.ok((await engine.holdings()).includes(`volume ${name}-data`), 'and what it needs');
    await succeeds('apply', '--yes');
    t.same(await verbs(), []);

    stack.edit('main.stow', 'env: { N: "1" } }', 'env: { N: "2" } }');
    stack.edit('main.stow', 'env: { N: "1" }, memory', 'env: { N: "2" }, memory');
    const before = await engine.containerIds();
    await succeeds('apply', '--yes', '--exclude', 'container.db');
    const after = await engine.containerIds();
    t.equal(after[`${name}-db`], before[`${name}-db`], 'what is excluded is the same');
    t.not(after[`${name}-web`], before[`${name}-web`], 'what is not is replaced');
    t.same(await verbs(), ['replace container.db'], 'the rest');
    await succeeds('apply', '--yes', '--replace', 'container.c[1]');
    const replaced = await engine.containerIds();
    t.not(replaced[`${name}-c-1`], after[`${name}-c-1`], 'what is asked for is replaced');
    t.equal(replaced[`${name}-c-2`], after[`${name}-c-2`]);

    if (engine.setMemory) {
      await engine.setMemory(`${name}-web`, 48 * 1024 * 1024);
      t.equal((await run('drift')).code, 2, 'it has drifted');
      const seen = await run('plan', '--refresh-only', '--detailed-exitcode');
      t.equal(seen.code, 2, seen.text);
      t.match(seen.stdout, /memory: 32MiB -> 48MiB/);
      await succeeds('apply', '--refresh-only', '--yes');
      await succeeds('drift');
      const { stdout } = await succeeds('plan');
      t.match(stdout, /memory: 48MiB -> 32MiB {2}\((?!changed by hand)/, 'of the files');
      await succeeds('apply', '--yes');
    }

    stack.edit('main.stow', /.*container c .*\n/.exec(stackText(name))?.[0] ?? '', '');
    stack.edit(
      'main.stow',
      /.*container db .*\n/.exec(stackText(name))?.[0].replace('"1"', '"2"') ?? '',
      '',
    );
    const refused = await run('apply', '--yes');
    t.equal(refused.code, 1, refused.text);
    t.match(refused.stderr, /error\[too-many-deletions\]: 5 of 8 resources/);
    await succeeds('apply', '--yes', '--allow-deletions', '5');
    t.same(await verbs('--destroy'), [
      'delete image.base',
      'delete volume.data',
      'delete container.web',
    ]);
  } finally {
    const destroyed = await run('destroy', '--yes', '--allow-destroy', 'volume.data');
    t.equal(destroyed.code, 0, destroyed.text);
    stack.remove();
  }
}
