/*
 * Plans kept in files beside tests: the text that `plan` prints, without colour. A difference is shown
 * line by line.
 */
import { diffLines } from 'diff';
import type { Stated } from '../../dsl/index.js';
import type { Plan } from '../../model/index.js';
import { renderPlan } from '../render/plan-text.js';
import type { Failure } from './run-trial.js';

/** The text that a file keeps of a plan. */
export function goldenOf(plan: Plan): string {
  return `${renderPlan(plan, { style: (_style, text) => text }).join('\n')}\n`;
}

/** Says how a plan differs from the text that is kept of it. */
export function judgeGolden(
  { value, span }: Stated<string>,
  kept: string | undefined,
  found: string,
): Failure {
  if (kept === undefined) {
    return { summary: `there is no ${value}; \`stowage test --update\` writes it`, span };
  }
  const lines = diffLines(kept, found).flatMap(({ added, removed, value: text }) =>
    added || removed
      ? text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => `${removed ? '-' : '+'} ${line}`)
      : [],
  );
  return { summary: `the plan is not that of ${value}`, span, lines };
}
