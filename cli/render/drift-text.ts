/* Drift as text for people. */
import type { Drift } from '../../planner/index.js';
import type { Terminal } from '../terminal/terminal.js';
import { visibleInLine } from '../terminal/terminal.js';
import { showValue } from './values.js';

/** The lines of a drift report, the summary last. */
export function renderDrift(
  drifts: readonly Drift[],
  { style }: Pick<Terminal, 'style'>,
): readonly string[] {
  if (drifts.length === 0) return ['No drift.'];
  const lines = drifts.flatMap((drift) => [
    `  ${style('yellow', `~ ${drift.what}`)} ${style('bold', visibleInLine(drift.address))} ${style('dim', `(${visibleInLine(drift.name)})`)}`,
    ...drift.changes.map(({ path, recorded, observed }) => {
      const before = showValue(drift.kind, path, recorded);
      const after = showValue(drift.kind, path, observed);
      return `      ${visibleInLine(path)}: ${style('green', before)} -> ${style('red', after)}`;
    }),
    ...(drift.detail === undefined ? [] : [`      ${visibleInLine(drift.detail)}`]),
  ]);
  const addresses = new Set(drifts.map(({ address }) => address));
  return [...lines, '', `Drift: ${addresses.size} changed by hand.`];
}
