/* Drift as people and programs read it: of one stack, and of everything on a host. */
import { toJson, type JsonValue, type StackIdentity, type Unowned } from '../../model/index.js';
import type { Drift, DriftChange } from '../../planner/index.js';
import type { Terminal } from '../terminal/terminal.js';
import { visibleInLine } from '../terminal/terminal.js';
import { countLines, lineDiff } from './line-diff.js';
import { renderLines } from './plan-text.js';
import { showValue } from './values.js';

type DriftPen = Pick<Terminal, 'style'> & Partial<Pick<Terminal, 'mask'>>;

/** The lines of a drift report, the summary last. */
export function renderDrift(drifts: readonly Drift[], pen: DriftPen): readonly string[] {
  const { style } = pen;
  if (drifts.length === 0) return ['No drift.'];
  const lines = drifts.flatMap((drift) => [
    `  ${style('yellow', `~ ${drift.what}`)} ${style('bold', visibleInLine(drift.address))} ${style('dim', `(${visibleInLine(drift.name)})`)}`,
    ...drift.changes.flatMap((change) => changeLines(drift, change, pen)),
    ...(drift.detail === undefined ? [] : [`      ${visibleInLine(drift.detail)}`]),
  ]);
  const addresses = new Set(drifts.map(({ address }) => address));
  return [...lines, '', `Drift: ${addresses.size} changed by hand.`];
}

/** One line for a changed attribute; more where long values differ. */
function changeLines(
  { kind }: Drift,
  { path, recorded, observed }: DriftChange,
  { style, mask }: DriftPen,
): readonly string[] {
  const change = {
    ...(recorded !== undefined && { before: recorded }),
    ...(observed !== undefined && { after: observed }),
  };
  const head = `      ${visibleInLine(path)}:`;
  const lines = lineDiff(change, mask);
  if (lines) {
    const shown = renderLines(lines, { style }).map((line) => `      ${line}`);
    return [`${head} ${countLines(lines)}`, ...shown];
  }
  const [before, after] = [recorded, observed].map((value) => showValue(kind, path, value, mask));
  return [`${head} ${style('green', before ?? '')} -> ${style('red', after ?? '')}`];
}

/** The document that `drift --json` prints. */
export function driftDocument(stack: StackIdentity, drift: readonly Drift[]): JsonValue {
  return toJson({ format_version: '1.0', stack, drift });
}

/** Everything that stands on an engine, without the files of anybody. */
export interface HostDrift {
  readonly stacks: readonly {
    readonly stack: { readonly name: string; readonly id: string };
    readonly drift: readonly Drift[];
  }[];
  /** Absent where it was not asked for. */
  readonly unowned?: readonly Unowned[];
}

/** The document that `drift --all-stacks --json` and `drift --host --json` print. */
export function hostDocument(found: HostDrift): JsonValue {
  return toJson({ format_version: '1.0', ...found });
}

/** The lines of a report on a host: stack by stack, then what no stack owns. */
export function hostLines({ stacks, unowned }: HostDrift, pen: DriftPen): readonly string[] {
  if (stacks.length === 0 && unowned === undefined) return ['No stacks.'];
  const sections = stacks.map(({ stack, drift }) => [
    `${pen.style('bold', `stack ${visibleInLine(stack.name)}`)} ${pen.style('dim', stack.id)}`,
    ...renderDrift(drift, pen),
  ]);
  const others = unowned?.map(({ kind, name }) => `  ${kind} ${visibleInLine(name)}`) ?? [];
  const last = others.length > 0 ? others : ['  nothing'];
  const all = unowned ? [...sections, ['owned by no stack:', ...last]] : sections;
  return all.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}
