/*
 * One fault at every call of an apply of twenty resources, when it is made and when all of it
 * changes: the call fails, its reply is lost, the process is killed before or after it. Wherever that
 * was, the next apply converges, leaves nothing over, and all data is what it was.
 */
import t, { type Test } from 'tap';
import { simulatedHome } from './testing/home.js';
import { attempt, converge } from './testing/lives.js';
import { town } from './testing/town.js';
import { allGoesWell, type Fault, type Host, type Written } from './testing/index.js';

// A quarter of a minute where nothing else runs.
t.setTimeout(900_000);

const faults: readonly Fault[] = ['fail', 'lose-reply', 'kill-before', 'kill-after'];

/** What stands before the apply in which a fault happens, and what that apply is to make of it. */
interface Scenario {
  readonly title: string;
  readonly before?: readonly Written[];
  readonly stack: readonly Written[];
}
const scenarios: readonly Scenario[] = [
  { title: 'making twenty resources', stack: town(0) },
  { title: 'changing twenty resources', before: town(0), stack: town(1) },
  { title: 'removing them', before: town(1), stack: [] },
];

async function standing({ before }: Scenario) {
  const home = simulatedHome(1);
  const living = { home, doubtful: false };
  if (before) await attempt(living, before);
  return { living, host: home.host };
}

const contents = ({ engine }: Host): ReadonlyMap<string, string> =>
  new Map([...engine.world.volumes.values()].map(({ name, content }) => [name, content]));

/** How many calls the apply of a scenario makes when nothing goes wrong. */
async function callsOf(scenario: Scenario, concurrency: number): Promise<number> {
  const { host } = await standing(scenario);
  const plan = await host.plan(scenario.stack);
  host.engine.setKnobs(allGoesWell);
  host.engine.watch = () => undefined;
  await host.engine.lock({ name: 'another' });
  await host.plan(scenario.stack);
  await host.carryOut(plan, concurrency);
  return host.engine.calls;
}

/** Lets a fault happen so many times, each in a process of its own, and states what holds then. */
async function survives(
  scenario: Scenario,
  fault: Fault,
  call: number,
  concurrency: number,
  times: number,
) {
  const { living, host } = await standing(scenario);
  const before = contents(host);
  for (let time = 0; time < times; time++) {
    const knobs = { ...allGoesWell, anyCall: new Map([[call, fault]]) };
    await attempt(living, scenario.stack, undefined, { knobs, concurrency });
  }
  await converge(living, scenario.stack);
  const after = contents(host);
  const lost = [...before].filter(
    ([name, content]) => scenario.stack.length > 0 && after.get(name) !== content,
  );
  if (lost.length > 0) throw new Error(`${lost.map(([name]) => name).join(', ')} lost`);
}

async function tryEverywhere(
  t: Test,
  scenario: Scenario,
  concurrency: number,
  times: number,
): Promise<void> {
  const calls = await callsOf(scenario, concurrency);
  t.ok(calls > 30, `${calls} calls`);
  for (const fault of faults) {
    const broken: string[] = [];
    for (let call = 1; call <= calls; call++) {
      try {
        await survives(scenario, fault, call, concurrency, times);
      } catch (error) {
        broken.push(`call ${call}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    t.same(broken, [], `${fault} at each of ${calls} calls`);
  }
}

t.equal(town(0).length, 20);
t.equal(town(1).length, 20);

for (const scenario of scenarios) {
  t.test(`${scenario.title}, one step at a time`, (t) => tryEverywhere(t, scenario, 1, 1));
  t.test(`${scenario.title}, eight steps at once`, (t) => tryEverywhere(t, scenario, 8, 1));
  t.test(`${scenario.title}, where it happens three times`, (t) =>
    tryEverywhere(t, scenario, 4, 3),
  );
}
