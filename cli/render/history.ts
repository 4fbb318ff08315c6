/* The generations of a stack, and one of them, as people and programs read them. */
import {
  isJsonObject,
  kinds,
  toJson,
  type Generation,
  type JsonValue,
  type LedgerEntry,
} from '../../model/index.js';
import { coveredSpec } from '../stack/cover-entry.js';
import { visibleInLine, type Terminal } from '../terminal/terminal.js';
import { renderTable } from './table.js';
import { showValue } from './values.js';

type Subject = { readonly name: string; readonly id: string };

/** How many resources of each kind, kinds without one left out. */
function countsOf({ resources }: Generation): Readonly<Record<string, number>> {
  const entries = Object.values(resources);
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const count = entries.filter((entry) => entry.kind === kind).length;
      return count === 0 ? [] : [[kind, count] as const];
    }),
  );
}

const countText = (generation: Generation): string =>
  Object.entries(countsOf(generation))
    .map(([kind, count]) => `${count} ${kind}${count === 1 ? '' : 's'}`)
    .join(', ') || 'nothing';

const originText = ({ rollbackOf }: Generation): string =>
  rollbackOf === undefined ? '' : ` (rollback of ${rollbackOf})`;

/** One line a generation, the newest first. */
export function historyLines(history: readonly Generation[]): readonly string[] {
  const rows = history.map((generation) => [
    String(generation.number),
    generation.time,
    generation.author,
    generation.commit?.slice(0, 12) ?? '-',
    generation.digest?.slice(0, 12) ?? '-',
    `${countText(generation)}${originText(generation)}`,
  ]);
  const head = ['GENERATION', 'TIME', 'AUTHOR', 'COMMIT', 'PLAN', 'RESOURCES'];
  return renderTable([head, ...rows.map((row) => row.map(visibleInLine))]);
}

/** The document that `history --json` prints. */
export function historyDocument(stack: Subject, history: readonly Generation[]): JsonValue {
  return toJson({
    format_version: '1.0',
    stack,
    generations: history.map((generation) => ({
      ...headOf(generation),
      resources: countsOf(generation),
    })),
  });
}

const headOf = ({ number, time, author, commit, digest, rollbackOf }: Generation) => ({
  generation: number,
  time,
  author,
  commit: commit ?? null,
  plan_digest: digest ?? null,
  rollback_of: rollbackOf ?? null,
});

/** The document that `show --json` prints. Secrets are covered. */
export function generationDocument(stack: Subject, generation: Generation): JsonValue {
  return toJson({
    format_version: '1.0',
    stack,
    ...headOf(generation),
    resources: Object.fromEntries(
      Object.entries(generation.resources).map(([address, entry]) => [
        address,
        { ...entry, spec: coveredSpec(entry) },
      ]),
    ),
  });
}

/** One generation, resource by resource. Secrets are covered. */
export function generationLines(
  generation: Generation,
  { style }: Pick<Terminal, 'style'>,
): readonly string[] {
  const { number, time, author, commit, digest } = generation;
  const head = [
    `generation ${number}, ${time}, by ${author}${originText(generation)}`,
    ...(commit === undefined ? [] : [`commit ${commit}`]),
    ...(digest === undefined ? [] : [`plan ${digest}`]),
  ];
  const resources = Object.entries(generation.resources).flatMap(([address, entry]) => [
    '',
    `  ${style('bold', visibleInLine(address))} ${style('dim', `(${visibleInLine(entry.name)})`)}${notes(entry)}`,
    ...attributeLines(entry),
  ]);
  return [...head.map(visibleInLine), ...resources];
}

const notes = ({ protect }: LedgerEntry): string => (protect ? ' protected' : '');

function attributeLines(entry: LedgerEntry): readonly string[] {
  const spec = coveredSpec(entry);
  const attributes = isJsonObject(spec) ? Object.entries(spec).sort() : [];
  return attributes
    .filter(([path]) => path !== 'name')
    .flatMap(([path, value]): readonly string[] => {
      const isMap = isJsonObject(value) && Object.keys(value).length > 0;
      const inner = isMap ? Object.entries(value) : [];
      if (inner.length === 0) return [`      ${path}: ${showValue(entry.kind, path, value)}`];
      return inner.map(([key, member]) => {
        const text = showValue(entry.kind, `${path}.${key}`, member);
        return `      ${visibleInLine(`${path}.${key}`)}: ${text}`;
      });
    });
}
