// Reads what one test file prints as TAP and tallies it: what passed, what failed and why, what
// was skipped and why. An assertion counts once, where it was made; the line that closes a subtest
// counts only when it fails for a reason of its own (a time-out, a broken plan, nothing asserted).

import { Parser } from 'tap-parser';
import { failureText } from './tap-failure.mjs';

/**
 * @typedef {object} Failure
 * @property {string} name file, subtests and assertion, joined by ` > `
 * @property {string} text what is known of it, over several lines
 *
 * @typedef {object} Skip
 * @property {string} name
 * @property {string} reason
 *
 * @typedef {object} Tally
 * @property {number} passed assertions that held
 * @property {Failure[]} failures
 * @property {Skip[]} skips
 */

/** What tap gives as the reason when a test made no assertion. */
const nothing = 'no tests found';

/**
 * Reads the TAP of one test file to its end. The tally is empty when the file said nothing.
 * @param {NodeJS.ReadableStream} stream
 * @param {string} file the name under which its results are reported
 * @param {(line: string) => void} [onExtra] told of each line that is not TAP
 * @returns {Promise<Tally>}
 */
export async function readTap(stream, file, onExtra = () => {}) {
  const tally = emptyTally();
  const parser = new Parser();
  parser.on('extra', onExtra);
  follow(parser, [file], tally);
  /** @type {Promise<import('tap-parser').FinalResults>} */
  const complete = new Promise((resolve) => parser.on('complete', resolve));
  stream.pipe(parser);
  stream.on('close', () => parser.end());
  const results = await complete;
  const { skipAll, skipReason } = results.plan;
  if (skipAll && skipReason !== nothing && skipReason !== '') {
    tally.skips.push({ name: file, reason: skipReason });
  } else if (!isEmpty(tally) && tally.failures.length === 0 && !results.ok) {
    const text = results.failures.map((failure) => failureText(failure)).join('\n');
    tally.failures.push({ name: file, text: text || 'It ended before it was done.' });
  }
  return tally;
}

/** What is said of a test that ended well and had nothing to say. */
export const assertsNothing = 'It asserts nothing.';

/**
 * Whether nothing was counted.
 * @param {Tally} tally
 */
export function isEmpty(tally) {
  return tally.passed + tally.failures.length + tally.skips.length === 0;
}

/** @returns {Tally} */
export function emptyTally() {
  return { passed: 0, failures: [], skips: [] };
}

/**
 * Adds the second tally to the first.
 * @param {Tally} sum
 * @param {Tally} more
 */
export function addTally(sum, more) {
  sum.passed += more.passed;
  sum.failures.push(...more.failures);
  sum.skips.push(...more.skips);
}

/**
 * Follows one level of a run and, through it, the levels below.
 * @param {Parser} parser
 * @param {readonly string[]} path
 * @param {Tally} tally
 */
function follow(parser, path, tally) {
  /** @type {Tally | undefined} the subtest that the next line closes */
  let open;
  parser.on('child', (child) => {
    open = emptyTally();
    follow(child, [...path, child.name], open);
  });
  parser.on('assert', (result) => {
    const closed = open;
    open = undefined;
    addTally(tally, judge(result, [...path, result.name].join(' > '), closed));
  });
  parser.on('bailout', (reason) => {
    // Every level repeats a bail-out; the file's is the one that counts.
    if (path.length === 1) tally.failures.push({ name: path.join(' > '), text: reason });
  });
}

/**
 * What one result line and the subtest that it closes say together.
 * @param {import('tap-parser').Result} result
 * @param {string} name
 * @param {Tally | undefined} closed
 * @returns {Tally}
 */
function judge(result, name, closed) {
  const own = closed ?? emptyTally();
  if (result.skip && result.skip !== nothing) {
    own.skips.push({ name, reason: reasonOf(result.skip) });
  } else if (result.todo) {
    own.skips.push({ name, reason: `to do: ${reasonOf(result.todo)}` });
  } else if (!result.ok && own.failures.length === 0) {
    own.failures.push({ name, text: failureText(result.diag) });
  } else if (closed === undefined && result.ok) {
    own.passed += 1;
  } else if (result.ok && isEmpty(own)) {
    own.failures.push({ name, text: assertsNothing });
  }
  return own;
}

/** @param {string | boolean} directive */
function reasonOf(directive) {
  return typeof directive === 'string' && directive !== '' ? directive : 'no reason given';
}
