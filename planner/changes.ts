/*
 * From differences to changes: whose each one is, and what it does to the living object.
 */
import {
  kindSchemas,
  type Change,
  type JsonValue,
  type Kind,
  type Origin,
  type Span,
  equalJson,
} from '../model/index.js';
import { diffValues, formatPath, valueAt, type Difference } from './diff.js';
import type { PlanInput } from './facts.js';

/** Compares one place three ways. Without a record a difference can only be the files'. */
export function originOf(difference: Difference, recorded: JsonValue | undefined): Origin {
  if (recorded === undefined) return 'you';
  const last = valueAt(recorded, difference.path);
  if (equalJson(last, difference.before)) return 'you';
  return equalJson(last, difference.after) ? 'drift' : 'both';
}

/** Finds where a path is written, or the nearest attribute around it. */
function spanOf(spans: Readonly<Record<string, Span>>, path: readonly string[]): Span | undefined {
  for (let length = path.length; length > 0; length--) {
    const span = spans[formatPath(path.slice(0, length))];
    if (span) return span;
  }
  return undefined;
}

/**
 * The changes that lead from a live completed spec to a wanted one.
 * The schema says what can change in place at all; the engine has the last word on each change.
 * @param recorded asked for only where something differs: most of a stack does not
 */
export function changesBetween(
  kind: Kind,
  before: JsonValue,
  after: JsonValue,
  recorded: () => JsonValue | undefined,
  spans: Readonly<Record<string, Span>>,
  verdict: PlanInput['verdict'],
): readonly Change[] {
  const differences = diffValues(before, after);
  if (differences.length === 0) return [];
  const last = recorded();
  return differences.map((difference): Change => {
    const attribute = difference.path[0] ?? '';
    const path = formatPath(difference.path);
    const span = spanOf(spans, difference.path);
    const values = {
      path,
      ...(difference.before === undefined ? {} : { before: difference.before }),
      ...(difference.after === undefined ? {} : { after: difference.after }),
    };
    const judged =
      kindSchemas[kind].properties[attribute]?.effect === 'in-place'
        ? verdict(kind, values, after)
        : { effect: 'replace' as const };
    return {
      ...values,
      origin: originOf(difference, last),
      effect: judged.effect,
      ...('reason' in judged && judged.reason ? { reason: judged.reason } : {}),
      ...(span ? { span } : {}),
    };
  });
}
