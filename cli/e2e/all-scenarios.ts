/* What has to be so on every engine, in the order in which it is tried. */
import type { Test } from 'tap';
import { buildScenario } from './build-scenario.js';
import { choosingScenario } from './choosing-scenario.js';
import { contentScenario } from './content-scenario.js';
import { dockerfileScenario } from './dockerfile-scenario.js';
import type { CopyDamager, EngineUnderTest } from './engine-under-test.js';
import { filesScenario } from './files-scenario.js';
import { imageHealthScenario } from './image-health-scenario.js';
import { interruptionScenario } from './interruption-scenario.js';
import { historyScenario, lockScenario, returnScenario } from './ledger-scenarios.js';
import { networkScenario } from './network-scenario.js';
import { preflightScenario } from './preflight-scenario.js';
import { readingScenario } from './reading-scenario.js';
import { savedPlanScenario } from './saved-plan-scenario.js';
import {
  changedFileScenario,
  helloScenario,
  killScenario,
  rollbackScenario,
  shopScenario,
} from './scenarios.js';
import { sealedScenario } from './sealed-scenario.js';
import { sharingScenario } from './sharing-scenario.js';
import { streamScenario } from './stream-scenario.js';
import { tagsScenario } from './tags-scenario.js';
import { volumeScenario } from './volume-scenario.js';
import { volumeRenameScenario } from './volume-rename-scenario.js';

type Scenario<Engine> = (t: Test, engine: Engine) => Promise<void>;
type Scenarios<Engine> = readonly (readonly [what: string, scenario: Scenario<Engine>])[];

/** Those that every engine can be led through. */
export const commonScenarios: Scenarios<EngineUnderTest> = [
  ['the hello example, from nothing to nothing', helloScenario],
  ['the shop example, with drift of every sort', shopScenario],
  ['one changed file rebuilds and replaces only what uses it', changedFileScenario],
  ['a successor that fails gives way to its predecessor', rollbackScenario],
  ['a network that cannot be made anew is there again as it was', networkScenario],
  ['a stack goes back to a generation without files', returnScenario],
  ['each apply is a generation; what is recorded needs no files', historyScenario],
  ['a plan that cannot finish is not begun', preflightScenario],
  ['a saved plan is carried out as it is, or refused', savedPlanScenario],
  ['a changed file that is mounted', contentScenario],
  ['an image by a Dockerfile', dockerfileScenario],
  ['images alone are built', buildScenario],
  ['further names of an image', tagsScenario],
  ['the health check of an image', imageHealthScenario],
  ['configs and secrets', filesScenario],
  ['the files of a volume go out and come back', volumeScenario],
  ['a secret stands in no record', sealedScenario],
  ['what runs in a container is talked with', streamScenario],
  ['containers in namespaces of another one', sharingScenario],
  ['a part of a stack, and no other', choosingScenario],
  ['a lock names its holder and is freed by its id', lockScenario],
  ['an interrupted apply is recorded, and completed by the next one', interruptionScenario],
  ['a killed apply is completed by the next one', killScenario],
];

export const scenarios: Scenarios<CopyDamager> = [
  ...commonScenarios,
  ['a plan is read in every way', readingScenario],
  ['a volume gets another name with its content', volumeRenameScenario],
];

/** How those begin that are led through a later release of Docker, and for time not through the installed one. */
export const onLaterDocker: readonly string[] = [
  'a stack goes back to a generation',
  'a saved plan',
  'a changed file that is mounted',
  'configs and secrets',
  'a volume gets another name',
];

/**
 * Some of the scenarios, or all where somebody asks for all: most of what they show rests on the planner, and
 * on calls that a few of them make, too.
 * @param some how each of them begins
 */
export function chosenScenarios<Engine>(
  all: Scenarios<Engine>,
  some: readonly string[],
): Scenarios<Engine> {
  if (process.env['STOWAGE_ALL_SCENARIOS'] !== undefined) return all;
  return some.map((beginning) => {
    const found = all.find(([what]) => what.startsWith(beginning));
    if (!found) throw new Error(`no scenario begins with ${beginning}`);
    return found;
  });
}
