/*
 * Where a value may be shown between the words: behind a declaration whose value is worked out, a
 * string that is put together, a member of a resource. Only places are given; what they are worth
 * showing is decided with the values at hand.
 */
import type { Position, Span } from '../../model/index.js';
import type { Expression } from '../syntax/index.js';
import type { NameScope } from './infer.js';
import { infer } from './infer.js';
import { walkFile } from './walk.js';
import type { Place } from './world.js';

export type HintKind = 'declaration' | 'interpolation' | 'address';
export interface HintPlace {
  readonly kind: HintKind;
  /** Where the hint is to stand. */
  readonly at: Position;
  /** The expression whose value it shows. */
  readonly valueOf: Span;
}

/** The places of hints in a part of a file, by offset. */
export function hintPlaces(
  place: Place,
  within: { readonly start: number; readonly end: number },
): readonly HintPlace[] {
  const touches = ({ start, end }: Span): boolean =>
    start.offset <= within.end && end.offset >= within.start;
  const hints: HintPlace[] = [];
  const shown = new Set<number>();
  const add = (kind: HintKind, { span }: Expression): void => {
    if (shown.has(span.end.offset) || !touches(span)) return;
    shown.add(span.end.offset);
    hints.push({ kind, at: span.end, valueOf: span });
  };
  for (const declaration of place.file.tree.declarations) {
    if (declaration.broken || !touches(declaration.span)) continue;
    if (declaration.kind !== 'let' && declaration.kind !== 'output') continue;
    if (isWorkedOut(declaration.value)) add('declaration', declaration.value);
  }
  walkFile(place, {
    enters: touches,
    expression: (expression, { scope }) => {
      if (expression.kind === 'string' && isWorkedOut(expression)) {
        add('interpolation', expression);
      }
      if (isOfResource(scope, expression)) add('address', expression);
    },
  });
  return hints.sort((a, b) => a.at.offset - b.at.offset);
}

/** Whether a value says more than the text that it is written with. */
function isWorkedOut(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'missing':
    case 'object':
    case 'list':
      return false;
    case 'string':
      return expression.parts.some(({ kind }) => kind === 'interpolation');
    case 'parenthesised':
      return isWorkedOut(expression.value);
    case 'unary':
      return isWorkedOut(expression.operand);
    default:
      return true;
  }
}

/** Whether it is a setting of a resource or of a module, such as `db.hostname`. */
function isOfResource(scope: NameScope, expression: Expression): boolean {
  if (expression.kind !== 'member') return false;
  const { kind } = infer(scope, expression.object);
  return kind === 'resource' || kind === 'module';
}

const longestHint = 40;

/** What a hint shows of its values; nothing where they are not known, or what is written anyway. */
export function hintText(values: readonly string[], written: string): string | undefined {
  if (values.length === 0) return undefined;
  const text = values.slice(0, 3).join(' | ') + (values.length > 3 ? ' | …' : '');
  if (text === written) return undefined;
  return text.length > longestHint ? `${text.slice(0, longestHint - 1)}…` : text;
}
