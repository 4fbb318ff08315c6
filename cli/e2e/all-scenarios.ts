/* What has to be so on every engine, in the order in which it is tried. */
import type { Test } from 'tap';
import { choosingScenario } from './choosing-scenario.js';
import { contentScenario } from './content-scenario.js';
import type { CopyDamager } from './engine-under-test.js';
import { filesScenario } from './files-scenario.js';
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
import { volumeRenameScenario } from './volume-rename-scenario.js';

type Scenario = (t: Test, engine: CopyDamager) => Promise<void>;

export const scenarios: readonly (readonly [string, Scenario])[] = [
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
  ['configs and secrets', filesScenario],
  ['a plan is read in every way', readingScenario],
  ['a secret stands in no record', sealedScenario],
  ['a part of a stack, and no other', choosingScenario],
  ['a lock names its holder and is freed by its id', lockScenario],
  ['an interrupted apply is recorded, and completed by the next one', interruptionScenario],
  ['a volume gets another name with its content', volumeRenameScenario],
  ['a killed apply is completed by the next one', killScenario],
];
