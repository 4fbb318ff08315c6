/*
 * How an apply ended, as lines: what was done, what failed and why, what was begun and not finished,
 * and what was never tried, each by its address.
 */
import type { EngineError, Plan } from '../../model/index.js';
import type { ExecutionResult } from '../../planner/index.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { recoveryWords } from './recovery-words.js';

export interface SummaryLine {
  readonly text: string;
  /** A failure and its details are told to who asked for quiet, too. */
  readonly weight: 'failure' | 'detail' | 'note';
}

const note = (text: string): SummaryLine => ({ text, weight: 'note' });

function failureLines({ failures }: ExecutionResult): readonly SummaryLine[] {
  return failures.flatMap(({ step, error }): readonly SummaryLine[] => [
    {
      text: `${error.code === 'interrupted' ? 'stopped' : 'failed'}: ${step.address}: ${error.message}`,
      weight: 'failure',
    },
    ...error.lines.map((line): SummaryLine => ({ text: `  | ${line}`, weight: 'detail' })),
    ...(error.hint === undefined ? [] : [{ text: `  ${error.hint}`, weight: 'detail' as const }]),
  ]);
}

/** What is left to be looked at where a failed successor was to stay. */
function keptFailures(
  plan: Plan,
  { done, failures, recovered }: ExecutionResult,
): readonly string[] {
  const failed = new Set(failures.map(({ step }) => step.address));
  const lost = plan.actions.filter(
    ({ address, onFailure }) =>
      onFailure === 'keep' && failed.has(address) && !recovered.includes(address),
  );
  return lost.flatMap(({ address, name, order, steps }): readonly string[] => {
    const own = plan.steps.filter(({ id }) => steps.includes(id));
    const made = own.find(({ id, op }) => op === 'create-container' && done.includes(id));
    const aside = own.find(({ op }) => op === 'rename-container');
    if (made?.op !== 'create-container') return [];
    const predecessor =
      order === undefined && aside?.op === 'rename-container'
        ? `stays stopped as ${aside.name}`
        : 'goes on';
    const successor = `its successor is kept as ${made.as ?? name}`;
    return [`${address}: ${successor}, and the predecessor ${predecessor}`];
  });
}

/** Addresses of which nothing failed and not everything was done, with how far they got. */
function unfinishedLines(
  { steps }: Plan,
  { done, failures, skipped, recovered }: ExecutionResult,
): readonly SummaryLine[] {
  const succeeded = new Set(done);
  const open = new Set(skipped);
  const told = new Set([...recovered, ...failures.map(({ step }) => step.address)]);
  const counts = new Map<string, { done: number; open: number }>();
  for (const { id, address } of steps) {
    if (told.has(address)) continue;
    const count = counts.get(address) ?? { done: 0, open: 0 };
    counts.set(address, {
      done: count.done + Number(succeeded.has(id)),
      open: count.open + Number(open.has(id)),
    });
  }
  const left = [...counts].filter(([, count]) => count.open > 0);
  const begun = left.filter(([, count]) => count.done > 0);
  const untried = left.filter(([, count]) => count.done === 0);
  return [
    ...begun.map(([address, count]) =>
      note(`not finished: ${address} (${count.done} of ${count.done + count.open} steps)`),
    ),
    ...(untried.length > 0
      ? [note(`never tried: ${untried.map(([address]) => address).join(', ')}`)]
      : []),
  ];
}

/** What is to be said when an apply has ended. */
export function summaryLines(
  plan: Plan,
  result: ExecutionResult,
  unrecorded?: EngineError,
): readonly SummaryLine[] {
  const { done, failures, skipped, recovered, recoveryFailures, interrupted } = result;
  const ended = interrupted ? ', interrupted' : '';
  return [
    ...failureLines(result),
    ...recovered.map((address) => note(`${address}: ${recoveryWords(address).ends}`)),
    ...keptFailures(plan, result).map(note),
    ...recoveryFailures.map(({ address, error }): SummaryLine => ({
      text: `${address}: ${recoveryWords(address).fails}: ${error.message}`,
      weight: 'failure',
    })),
    ...(unrecorded ? unrecordedLines(unrecorded) : []),
    ...unfinishedLines(plan, result),
    note(`${done.length} of ${plan.steps.length} steps done${ended}.`),
    ...(failures.length > 0 || skipped.length > 0 || unrecorded
      ? [note('`stowage apply` goes on from here.')]
      : []),
  ];
}

/** The labels of what was made say whose it is, so that the next apply finds it. */
const unrecordedLines = ({ message, hint }: EngineError): readonly SummaryLine[] => [
  { text: `failed: what was done is not in the ledger: ${message}`, weight: 'failure' },
  ...(hint === undefined ? [] : [{ text: `  ${hint}`, weight: 'detail' as const }]),
];

/** A predecessor that was brought back is a failure with a code of its own. */
export function exitCodeOf(
  { interrupted, recovered, failures }: ExecutionResult,
  unrecorded?: EngineError,
): ExitCode {
  if (interrupted) return exitCodes.interrupted;
  if (recovered.length > 0) return exitCodes.rolledBack;
  return failures.length > 0 || unrecorded ? exitCodes.error : exitCodes.done;
}
