/*
 * Addresses as `moved`, `removed` and `import` write them: `container.web["eu"]`, `pg.container.db`,
 * or the name of a module. They are read from the syntax, since what they name may not exist.
 */
import {
  type AddressKey,
  formatModulePath,
  type Kind,
  kinds,
  nearestName,
  parseAddress,
  parseModulePath,
  type Span,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression } from '../syntax/index.js';
import { isKind } from '../types/from-schema.js';
import { plainText } from './plain-text.js';
import type { Session } from './session.js';

/** What a statement speaks of: a resource, all of a `for`, or a module with all that is in it. */
export interface WrittenAddress {
  /** From the stack, whichever module the statement stands in. */
  readonly text: string;
  /** Absent for a module. */
  readonly kind?: Kind;
  readonly span: Span;
}
interface Step {
  readonly name: string;
  readonly key?: AddressKey;
}

/** Reads an address; `undefined` where the expression is none, which is reported. */
export function readAddress(
  { place, report }: Session,
  expression: Expression,
): WrittenAddress | undefined {
  const { span } = expression;
  if (expression.kind === 'missing') return undefined;
  const steps = stepsOf(expression);
  const text = steps?.reduce(formatModulePath, place.path);
  const parts = text === undefined ? undefined : parseAddress(text);
  if (text !== undefined && parts) return { text, kind: parts.kind, span };
  const misspelt = parts ? undefined : withKind(expression);
  if (text !== undefined && !misspelt && parseModulePath(text)) return { text, span };
  report(
    diagnose('invalid-statement', span, {
      summary: 'this is no address',
      detail:
        'Addresses are written like `container.web`, `container.web["eu"]` or `pg.container.db`; keys are written out.',
      fix: misspelt,
    }),
  );
  return undefined;
}

function stepsOf(expression: Expression): readonly Step[] | undefined {
  switch (expression.kind) {
    case 'name':
      return [{ name: expression.name }];
    case 'member': {
      const before = expression.safe ? undefined : stepsOf(expression.object);
      return before && [...before, { name: expression.name.name }];
    }
    case 'index': {
      const before = expression.safe ? undefined : stepsOf(expression.object);
      const last = before?.at(-1);
      const key = keyOf(expression.index);
      if (!before || !last || last.key !== undefined || key === undefined) return undefined;
      return [...before.slice(0, -1), { ...last, key }];
    }
    default:
      return undefined;
  }
}

function keyOf(expression: Expression): AddressKey | undefined {
  if (expression.kind === 'string') return plainText(expression);
  if (expression.kind !== 'literal' || expression.literal !== 'int') return undefined;
  const key = Number(expression.text);
  return Number.isSafeInteger(key) ? key : undefined;
}

/** A misspelt kind before the last name is likely what keeps an expression from being an address. */
function withKind(expression: Expression) {
  const last = expression.kind === 'index' ? expression.object : expression;
  if (last.kind !== 'member') return undefined;
  const kind = last.object;
  const written = kind.kind === 'name' ? kind : kind.kind === 'member' ? kind.name : undefined;
  const nearest = written && nearestName(written.name, kinds);
  if (!written || nearest === undefined || isKind(written.name)) return undefined;
  return { title: `write \`${nearest}\``, span: written.span, text: nearest };
}
