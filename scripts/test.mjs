// `npm test`: sets up what is missing, runs every stage, and ends in a line `N passed, N failed`.
//   npm test                          everything, as CI does
//   npm test -- unit e2e              some stages, and those they need
//   npm test -- model/units.test.ts   some test files
// Every assertion counts one, and so does every stage. With CI set, a skipped test is a failed one.

import { runsAsCommand } from './commands.mjs';
import { ensureParts } from './install-parts.mjs';
import { ensureNewerEngines } from './newer-engines.mjs';
import { ensurePackages } from './packages.mjs';
import { testParts } from './parts.mjs';
import { recap, showFile, showStage } from './test-output.mjs';

/**
 * @typedef {import('./stages.mjs').Stage} Stage
 * @typedef {import('./stages.mjs').Outcome} Outcome
 *
 * @typedef {object} Finished
 * @property {string} name
 * @property {number} milliseconds
 * @property {Outcome} outcome
 */

/** @param {string} line */
const say = (line) => console.log(line);

/** @param {readonly string[]} args */
async function main(args) {
  if (!(await ensurePackages(say))) return recap([], 1, say);
  const { stages } = await import('./stages.mjs');
  const chosen = choose(args, stages);
  if (chosen === undefined) return 64;
  const noEngine = chosen.touchesHost ? await engineHindrance() : undefined;
  const { hostTraces } = await import('./leaks.mjs');
  const { interruptTests } = await import('./run-tests.mjs');
  const interrupt = stopOnSignal(interruptTests);
  const context = {
    noEngine,
    traces: await hostTraces(),
    only: chosen.files,
    onFile: showFile(say),
  };
  /** @type {Finished[]} */
  const finished = [];
  for (const stage of chosen.stages) {
    if (interrupt.aborted) break;
    const started = performance.now();
    say(`\n${stage.name}`);
    const outcome = await attempt(stage, finished, context);
    const result = { name: stage.name, milliseconds: performance.now() - started, outcome };
    showStage(result, say);
    finished.push(result);
  }
  if (interrupt.aborted) say('\nInterrupted; what follows is not all of it.');
  return recap(finished, interrupt.aborted ? 1 : 0, say);
}

/**
 * The stages and files that the arguments ask for, with the stages those need.
 * @param {readonly string[]} args
 * @param {readonly Stage[]} stages
 */
function choose(args, stages) {
  const names = new Set(args.filter((arg) => stages.some(({ name }) => name === arg)));
  const files = args.filter((arg) => arg.endsWith('.test.ts') || arg.endsWith('.test.mjs'));
  const unknown = args.filter((arg) => !names.has(arg) && !files.includes(arg));
  if (unknown.length > 0) {
    say(`There is no stage or test file ${unknown.join(', ')}.`);
    say(`The stages are ${stages.map(({ name }) => name).join(', ')}.`);
    return undefined;
  }
  for (const file of files) names.add(file.startsWith('cli/e2e/') ? 'e2e' : 'unit');
  if (names.size === 0) stages.forEach(({ name }) => names.add(name));
  const touchesHost = names.has('unit') || names.has('e2e');
  if (touchesHost) names.add('leaks');
  for (const stage of stages.toReversed()) {
    if (names.has(stage.name)) stage.needs.forEach((name) => names.add(name));
  }
  return { stages: stages.filter(({ name }) => names.has(name)), files, touchesHost };
}

/** Installs what the engines need, and gives the reason when none can run here. */
async function engineHindrance() {
  const { whyNoEngine } = await import('./engine-host.mjs');
  const parts = await ensureParts(testParts, say);
  const hindrance = (await whyNoEngine()) ?? (parts.kind === 'missing' ? parts.reason : undefined);
  if (hindrance === undefined) await nameNewerEngines();
  return hindrance;
}

/** Tells the tests where the newer engines are; those that want them say that they are not there. */
async function nameNewerEngines() {
  const newer = await ensureNewerEngines(say);
  if (newer.kind === 'present') process.env['STOWAGE_NEWER_ENGINES'] = newer.directory;
  else say(newer.reason);
}

/**
 * Runs a stage, or says why it cannot run. A stage that throws has failed.
 * @param {Stage} stage
 * @param {readonly Finished[]} finished
 * @param {import('./stages.mjs').Context} context
 * @returns {Promise<Outcome>}
 */
async function attempt(stage, finished, context) {
  const broken = finished.find(
    ({ name, outcome }) => stage.needs.includes(name) && outcome.problems.length > 0,
  );
  if (broken !== undefined) {
    return { saw: 'nothing', problems: [`it did not run, because ${broken.name} failed`] };
  }
  try {
    return await stage.run(context);
  } catch (error) {
    return { saw: 'nothing', problems: [errorText(error)] };
  }
}

/** @param {unknown} error */
function errorText(error) {
  if (!(error instanceof Error)) return String(error);
  // esbuild has printed its errors already, and where it was thrown says nothing of the sources.
  return 'errors' in error ? error.message : (error.stack ?? error.message);
}

/** @param {() => void} stop */
function stopOnSignal(stop) {
  const state = { aborted: false };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      state.aborted = true;
      stop();
    });
  }
  return state;
}

if (runsAsCommand(import.meta.url)) {
  for (const name of ['STOWAGE_ENGINE', 'DOCKER_HOST', 'DOCKER_CONTEXT']) delete process.env[name];
  process.exitCode = await main(process.argv.slice(2));
}
