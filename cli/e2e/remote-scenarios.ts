/*
 * What has to be so on an engine that is not on this host. A line is slower than a socket: how a plan is
 * carried out is shown there, and over a line only what a line can change, unless all is asked for.
 */
import type { Test } from 'tap';
import { chosenScenarios } from './all-scenarios.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { filesScenario } from './files-scenario.js';
import { interruptionScenario } from './interruption-scenario.js';
import { lockScenario } from './ledger-scenarios.js';
import { raceScenario } from './racing.js';
import { killedHolderScenario, otherHostScenario } from './remote-stack.js';
import { streamScenario } from './stream-scenario.js';
import { helloScenario, killScenario, rollbackScenario } from './scenarios.js';

const eightAtOnce = (t: Test, engine: EngineUnderTest): Promise<void> =>
  raceScenario(t, { ...engine, countPlaces: () => Promise.resolve(0), ways: [] }, 3);

const remoteScenarios: Parameters<typeof chosenScenarios<EngineUnderTest>>[0] = [
  ['the hello example, from nothing to nothing', helloScenario],
  ['configs and secrets', filesScenario],
  ['what runs in a container is talked with', streamScenario],
  ['nothing of this machine is taken for that of the engine', otherHostScenario],
  ['a lock names its holder and is freed by its id', lockScenario],
  ['the lock of a killed command is free', killedHolderScenario],
  ['an interrupted apply is recorded, and completed by the next one', interruptionScenario],
  ['a killed apply is completed by the next one', killScenario],
  ['a successor that fails gives way to its predecessor', rollbackScenario],
  ['eight at once', eightAtOnce],
];

/** @param some how each of them begins that is tried where not all are asked for */
export const chosenRemotely = (
  some: readonly string[],
): ReturnType<typeof chosenScenarios<EngineUnderTest>> => chosenScenarios(remoteScenarios, some);
