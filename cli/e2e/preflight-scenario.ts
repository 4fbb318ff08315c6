/*
 * Preflight on a real engine: what stands in the way of a plan is said by `plan` and by `apply`, with
 * its place, before anything is stopped, built or made.
 */
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { standHello } from './scenarios.js';
import { freePorts, type Finished } from './stowage.js';

/** A port that a stranger holds, a mount that leads nowhere, a subnet that is taken. */
export async function preflightScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const stand = await standHello(t, engine);
  const port = await freePorts(1);
  const line = `${port} -> 80`;
  const own = 'ports: [127.0.0.1:port -> 80]';
  const refused = async (command: string, what: RegExp): Promise<Finished> => {
    const finished = await stand.run(command, ...(command === 'apply' ? ['--yes'] : []));
    t.equal(finished.code, 1, finished.text);
    t.match(finished.stderr, what);
    return finished;
  };
  const release = await engine.listen(port);
  try {
    stand.copy.edit('main.stow', own, `ports: [${line}]`);
    const taken = new RegExp(`error\\[port-taken\\]: port ${port}/tcp[^]*main\\.stow:\\d+:\\d+`);
    await refused('plan', taken);
    await refused('apply', taken);
    t.same(await engine.holdings(), holdingsBefore, 'nothing was built');
    stand.copy.edit('main.stow', `ports: [${line}]`, own);
    await stand.apply();
    const before = await engine.containerIds();

    stand.copy.edit('main.stow', own, `ports: [127.0.0.1:port -> 80, ${line}]`);
    const said = await refused('apply', taken);
    t.match(said.stderr, /node \(process \d+\) listens there/, 'who it is, is said');
    t.same(await engine.containerIds(), before);
    t.match(await engine.fetch(stand.url), /Hello from Stowage/, 'nothing was stopped');
    stand.copy.edit('main.stow', `ports: [127.0.0.1:port -> 80, ${line}]`, own);

    stand.copy.edit('main.stow', own, 'ports: [127.0.0.1:port -> 8080]');
    const again = await stand.run('plan', '--detailed-exitcode');
    t.equal(again.code, 2, `its own port is not in the way\n${again.text}`);
    stand.copy.edit('main.stow', 'ports: [127.0.0.1:port -> 8080]', own);

    const mount = `${own}\n  mounts: ["/no/such/path" -> "/x"]`;
    stand.copy.edit('main.stow', own, mount);
    await refused('plan', /error\[mount-source-missing\][^]*main\.stow:\d+/);
    stand.copy.edit('main.stow', mount, own);
    await stand.planIsEmpty();
    await stand.destroy(['visits']);
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
  } finally {
    await release();
    stand.copy.remove();
  }
}
