/* What the engine keeps of a stack, and what can be done with that alone, on every engine. */
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements, members } from './json.js';
import { standHello } from './scenarios.js';
import { stowage } from './stowage.js';

/** Two applies are two generations, which need no files to be read. */
export async function historyScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const { env } = engine;
  const stand = await standHello(t, engine);
  const name = `hello_${engine.name}`;
  try {
    await stand.apply();
    stand.copy.edit('main.stow', 'memory: 32MiB', 'memory: 48MiB');
    await stand.apply();
    const history = await stowage(['history', stand.copy.directory, '--json'], { env });
    t.equal(history.code, 0, history.text);
    t.match(elements(members(history.stdout)['generations']), [
      { generation: 2, plan_digest: /^[0-9a-f]{64}$/, resources: { image: 2, container: 2 } },
      { generation: 1 },
    ]);
    const shown = await stowage(['show', '1', '--stack', name], { env });
    t.match(shown.stdout, /container\.web[^]*memory: 32MiB/, `as it was applied\n${shown.text}`);
    const gone = await stowage(['show', '7', '--stack', name], { env });
    t.equal(gone.code, 1);
    t.match(gone.stderr, /It keeps 2, 1\./);
    await stand.destroy(['visits']);
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
  } finally {
    stand.copy.remove();
  }
}
