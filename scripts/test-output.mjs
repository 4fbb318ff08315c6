// What `npm test` prints: a line a test file, a line a stage, every failure with what is known of
// it, and at the end what failed, what was skipped and why, and the count.

/**
 * @typedef {import('./test.mjs').Finished} Finished
 * @typedef {import('./run-tests.mjs').FileResult} FileResult
 * @typedef {(line: string) => void} Say
 */

/**
 * @param {number} milliseconds
 */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/**
 * Shows a test file that has ended, and why it failed.
 * @param {Say} say
 * @returns {(result: FileResult) => void}
 */
export function showFile(say) {
  return ({ file, tally, milliseconds, printed }) => {
    const { passed, failures, skips } = tally;
    const counts = [
      `${passed} passed`,
      ...(failures.length > 0 ? [`${failures.length} failed`] : []),
      ...(skips.length > 0 ? [`${skips.length} skipped`] : []),
    ];
    say(
      `${mark(failures.length === 0)} ${file.name}  ${counts.join(', ')}  ${seconds(milliseconds)}`,
    );
    for (const { name, text } of failures) {
      say(`       ${name}`);
      say(text.replaceAll(/^/gm, '         '));
    }
    if (failures.length > 0 && printed !== '') {
      say('       It printed:');
      say(printed.replaceAll(/^/gm, '         '));
    }
  };
}

/**
 * Shows a stage that has ended, and what it found wrong.
 * @param {Finished} finished
 * @param {Say} say
 */
export function showStage({ milliseconds, outcome }, say) {
  for (const problem of outcome.problems) say(problem.replaceAll(/^/gm, '       '));
  say(`${mark(isFine(outcome))} ${outcome.saw}, ${seconds(milliseconds)}`);
}

/**
 * Says what it all came to, ending in the count.
 * @param {readonly Finished[]} finished
 * @param {number} lost failures that belong to no stage
 * @param {Say} say
 * @returns {number} the exit code
 */
export function recap(finished, lost, say) {
  const strict = process.env['CI'] !== undefined && process.env['CI'] !== 'false';
  const tallies = finished.flatMap(({ outcome }) => outcome.tally ?? []);
  const failures = tallies.flatMap((tally) => tally.failures);
  const skips = tallies.flatMap((tally) => tally.skips);
  const fine = finished.filter(({ outcome }) => outcome.problems.length === 0);
  section(
    'Failed',
    failures.map(({ name }) => name),
    say,
  );
  section('Stages', finished.map(stageLine), say);
  const skipTitle =
    strict && skips.length > 0 ? 'Skipped, which counts as failed in CI' : 'Skipped';
  section(
    skipTitle,
    skips.map(({ name, reason }) => `${name}: ${reason}`),
    say,
  );
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, fine.length);
  const failed =
    failures.length + finished.length - fine.length + lost + (strict ? skips.length : 0);
  say(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** @param {Finished} finished */
function stageLine({ name, milliseconds, outcome }) {
  const time = seconds(milliseconds).padStart(8);
  return `${mark(isFine(outcome))} ${name.padEnd(10)} ${time}  ${outcome.saw}`;
}

/** @param {import('./stages.mjs').Outcome} outcome */
function isFine({ problems, tally }) {
  return problems.length === 0 && (tally?.failures.length ?? 0) === 0;
}

/** @param {boolean} fine */
function mark(fine) {
  return fine ? '  ok  ' : '  FAIL';
}

/**
 * @param {string} title
 * @param {readonly string[]} lines
 * @param {Say} say
 */
function section(title, lines, say) {
  if (lines.length === 0) return;
  say(`\n${title}:`);
  for (const line of lines) say(`  ${line}`);
}
