// Words for one failed assertion, from the diagnostics that came with it: what differs, what was
// thrown, where. What it does not know it prints as it came, so that nothing is kept back.

/** Keys that say nothing to a reader of a failure, or that are shown in a form of their own. */
const known = new Set([
  'at',
  'diff',
  'stack',
  'source',
  'compare',
  'stdio',
  'cwd',
  'externalID',
  'command',
  'args',
  'jobId',
  'exitCode',
  'signal',
  'expired',
  'tapCaught',
]);

/**
 * The text of a failure, several lines without a final line break; never empty.
 * @param {unknown} diagnostics what tap printed below the failing line
 * @returns {string}
 */
export function failureText(diagnostics) {
  if (!isRecord(diagnostics)) return 'It failed; the test runner gave no more.';
  const parts = [
    ...ending(diagnostics),
    ...text(diagnostics['diff']),
    ...Object.entries(diagnostics)
      .filter(([key]) => !known.has(key))
      .map(
        ([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
      ),
    ...where(diagnostics),
  ];
  return parts.length === 0 ? 'It failed; the test runner gave no more.' : parts.join('\n');
}

/** @param {Record<string, unknown>} diagnostics */
function ending(diagnostics) {
  const { expired, exitCode, signal } = diagnostics;
  if (expired !== undefined) return ['It took longer than the time allowed.'];
  if (typeof signal === 'string') return [`Its process was ended by ${signal}.`];
  if (typeof exitCode === 'number' && exitCode !== 0) {
    return [`Its process ended with exit code ${exitCode}; see what it printed above.`];
  }
  return [];
}

/** @param {Record<string, unknown>} diagnostics */
function where(diagnostics) {
  const stack = text(diagnostics['stack']).flatMap((lines) => lines.split('\n'));
  if (stack.length > 0) return stack.map((line) => `at ${line.trim()}`);
  const at = diagnostics['at'];
  if (!isRecord(at) || typeof at['fileName'] !== 'string') return [];
  return [`at ${at['fileName']}:${String(at['lineNumber'])}:${String(at['columnNumber'])}`];
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' && value.trim() !== '' ? [value.trimEnd()] : [];
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
