// Runs test files, each a Node process of its own, a few at a time, and tallies their TAP.
// tap is used as a library only: its own runner costs a second a file and, when one file runs out
// of time, drops the files after it. A file that crashes, hangs or asserts nothing is a failure;
// what a file printed beside TAP is shown when it failed.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './sources.mjs';
import { addTally, assertsNothing, emptyTally, isEmpty, readTap } from './tap-report.mjs';

/**
 * @typedef {import('./tap-report.mjs').Tally} Tally
 *
 * @typedef {object} TestFile
 * @property {string} name the source, for people
 * @property {string} path what Node runs
 * @property {string} [turn] what it needs for itself: no two files with the same run at once
 *
 * @typedef {object} FileResult
 * @property {TestFile} file
 * @property {Tally} tally
 * @property {number} milliseconds
 * @property {string} printed what it printed beside TAP
 *
 * @typedef {object} Limits
 * @property {number} jobs how many files run at once
 * @property {number} seconds how long a file may take
 * @property {number} [grace] how many more it may take to say what hung and to clean up
 */

const graceSeconds = 20;
const printedLines = 200;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs the files, in their order but for those that wait for their turn.
 * @param {readonly TestFile[]} files
 * @param {Limits} limits
 * @param {(result: FileResult) => void} onFile told of each file when it has ended
 * @returns {Promise<Tally>} the sum
 */
export async function runTests(files, limits, onFile) {
  const sum = emptyTally();
  const queue = [...files];
  /** @type {Set<string | undefined>} */
  const taken = new Set();
  const next = () => {
    const at = queue.findIndex(({ turn }) => turn === undefined || !taken.has(turn));
    return at === -1 ? undefined : queue.splice(at, 1)[0];
  };
  // What is left when there is no next one goes on where its turn is taken.
  const work = async () => {
    for (let file = next(); file !== undefined; file = next()) {
      const { turn } = file;
      if (turn !== undefined) taken.add(turn);
      const result = await runFile(file, limits);
      taken.delete(turn);
      addTally(sum, result.tally);
      onFile(result);
    }
  };
  await Promise.all(Array.from({ length: limits.jobs }, work));
  return sum;
}

/** Ends the test files that are running, so that they clean up after themselves. */
export function interruptTests() {
  for (const child of running) signalGroup(child, 'SIGTERM');
}

/**
 * @param {TestFile} file
 * @param {Limits} limits
 * @returns {Promise<FileResult>}
 */
async function runFile(file, { seconds, grace = graceSeconds }) {
  const started = performance.now();
  const child = spawn(process.execPath, ['--enable-source-maps', file.path], {
    cwd: root,
    env: { ...process.env, TAP: '1', TAP_TIMEOUT: String(seconds) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, so that all of it can be ended
  });
  running.add(child);
  const printed = lastLines(printedLines);
  child.stderr.setEncoding('utf8').on('data', printed.add);
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), (seconds + grace) * 1000);
  /** @type {Promise<number | NodeJS.Signals>} */
  const ending = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      resolve(code ?? signal ?? 1);
      // A daemon that the test left behind may hold the pipe open for ever.
      setTimeout(() => child.stdout.destroy(), 2000).unref();
    });
  });
  const tally = await readTap(child.stdout, file.name, printed.add);
  const end = await ending;
  clearTimeout(timer);
  running.delete(child);
  tally.failures = withEnding(file.name, end, tally);
  return { file, tally, milliseconds: performance.now() - started, printed: printed.text() };
}

/**
 * The failures of a file, in the light of how its process ended.
 * @param {string} name
 * @param {number | NodeJS.Signals} end
 * @param {Tally} tally
 * @returns {import('./tap-report.mjs').Failure[]}
 */
function withEnding(name, end, tally) {
  // TAP that was cut short fails as a whole; that it was ended says why.
  const own = tally.failures.filter((failure) => typeof end === 'number' || failure.name !== name);
  if (own.length > 0) return own;
  if (end === 0) return isEmpty(tally) ? [{ name, text: assertsNothing }] : [];
  const how = typeof end === 'number' ? `ended with exit code ${end}` : `was ended by ${end}`;
  return [{ name, text: `Its process ${how}.` }];
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, constants.signals[signal]);
  } catch (error) {
    // It has ended meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * A text of which only the last lines are kept.
 * @param {number} count
 */
function lastLines(count) {
  let text = '';
  return {
    /** @param {string} more */
    add(more) {
      text = (text + more).split('\n').slice(-count).join('\n');
    },
    text: () => text.trim(),
  };
}
