/*
 * The scenarios that an ordinary user's engine is led through: those that every engine is, but for what rests on
 * the host's own limits. Some of them, or all with STOWAGE_ALL_SCENARIOS.
 */
import t from 'tap';
import { chosenScenarios, commonScenarios } from '../all-scenarios.js';
import { killedScenario } from './killed-scenario.js';
import { refusalsScenario } from './refusals-scenario.js';
import { rootlessUnderTest } from './rootless-engine.js';

const engine = rootlessUnderTest();

/** How those begin that an ordinary user's engine cannot be led through, and why. */
const impossible: Readonly<Record<string, string>> = {
  'a network that cannot be made anew': 'what it changes in place is a limit of memory',
  'a stack goes back to a generation': 'what it goes back to is a limit of memory',
  'each apply is a generation': 'what its generations differ in is a limit of memory',
  'a plan that cannot finish': 'what it begins with is a limit of memory',
  'a saved plan': 'what it plans are limits of memory and of processes',
  'a part of a stack': 'what it leaves alone is a limit of memory',
};

const possible = commonScenarios.filter(
  ([what]) => !Object.keys(impossible).some((beginning) => what.startsWith(beginning)),
);

/** How those begin that show what is made otherwise for an ordinary user. */
const usual = [
  'the hello example',
  'an interrupted apply',
  'what runs in a container',
  'containers in namespaces',
];

void t.test('what cannot be is known', async (t) => {
  for (const [beginning, why] of Object.entries(impossible)) {
    const found = commonScenarios.find(([what]) => what.startsWith(beginning));
    t.ok(found, `${beginning}: ${why}`);
  }
});

for (const [what, scenario] of chosenScenarios(possible, usual)) {
  void t.test(what, (t) => scenario(t, engine));
}

void t.test('what keeps the engine is killed, and made again', (t) => killedScenario(t, engine));
void t.test('what cannot be is refused by name', (t) => refusalsScenario(t, engine));
