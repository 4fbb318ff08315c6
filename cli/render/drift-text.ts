/* Drift as people and programs read it: of one stack, and of everything on a host. */
import { toJson, type JsonValue, type StackIdentity, type Unowned } from '../../model/index.js';
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
export function hostLines(
  { stacks, unowned }: HostDrift,
  pen: Pick<Terminal, 'style'>,
): readonly string[] {
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
