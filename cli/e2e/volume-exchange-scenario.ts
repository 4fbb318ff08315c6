/*
 * Volumes exchange their names on a real engine, while several containers use them: what each holds goes with
 * it, and all who use it find it under the new name.
 */
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage, writeStack, type Finished } from './stowage.js';

const stack = (name: string, [a, b]: readonly [string, string]): string => `stack ${name}
${busyboxImage('base')}
volume a { name: "${name}-${a}" }
volume b { name: "${name}-${b}" }

container first {
  image: base
  command: ["sleep", "10000"]
  mounts: [a -> "/a"]
  networks: []
  stop_timeout: 0s
}

container second {
  image: base
  command: ["sleep", "10000"]
  mounts: [a -> "/a", b -> "/b"]
  networks: []
  after: [first is started]
  stop_timeout: 0s
}
`;

const volumes = (holdings: readonly string[]): readonly string[] =>
  holdings.filter((one) => one.startsWith('volume '));

export async function volumeExchangeScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `exchange_${engine.name}`;
  const written = writeStack(stack(name, ['one', 'two']));
  const held = await engine.holdings();
  const run = (...args: readonly string[]): Promise<Finished> =>
    stowage(args, { env: engine.env, cwd: written.directory });
  const inside = async (symbol: string, script: string): Promise<string> => {
    const { code, text, stdout } = await run('exec', `${name}-${symbol}`, '--', 'sh', '-c', script);
    t.equal(code, 0, text);
    return stdout.trim();
  };
  const apply = async (): Promise<Finished> => {
    const applied = await run('apply', '--yes');
    t.equal(applied.code, 0, applied.text);
    return applied;
  };
  try {
    await apply();
    await inside('first', 'echo of a > /a/file && chown 12:34 /a/file');
    await inside('second', 'echo of b > /b/file');
    const before = await engine.holdings();
    written.edit('main.stow', `volume a { name: "${name}-one"`, `volume a { name: "${name}-two"`);
    written.edit('main.stow', `volume b { name: "${name}-two"`, `volume b { name: "${name}-one"`);
    const plan = await run('plan');
    t.match(plan.text, /by way of \S+\.stowage-moving and verified/);
    t.notMatch(plan.text, /is lost/, 'no data is at risk');
    await apply();
    t.equal(await inside('first', 'cat /a/file; stat -c %u:%g /a/file'), 'of a\n12:34');
    t.equal(await inside('second', 'cat /a/file /b/file'), 'of a\nof b');
    t.match(await engine.readVolumeFile(`${name}-two`, 'file'), /of a/);
    t.match(await engine.readVolumeFile(`${name}-one`, 'file'), /of b/);
    t.same(volumes(await engine.holdings()), volumes(before), 'nothing is left over');
    const empty = await run('plan', '--detailed-exitcode');
    t.equal(empty.code, 0, empty.text);
    const destroyed = await run(
      ...['destroy', '--yes', '--allow-destroy', 'volume.a', '--allow-destroy', 'volume.b'],
    );
    t.equal(destroyed.code, 0, destroyed.text);
    t.same(await engine.holdings(), held, 'destroy leaves nothing on the engine');
  } finally {
    written.remove();
  }
}
