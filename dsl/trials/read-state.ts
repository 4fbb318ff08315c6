/* The declared state of an engine in a test: params of the last apply, and what was done by hand. */
import { type Diagnostic, type JsonValue, parseAddress } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { StandaloneValues } from '../semantics/standalone.js';
import type { Expression } from '../syntax/index.js';
import { findFields } from './read-fields.js';
import type { DeclaredState, Stated } from './trial.js';

const fieldNames = ['params', 'missing', 'stopped', 'changed'] as const;

/** Reads `observed: { params, missing, stopped, changed }`. */
export function readState(
  expression: Expression,
  values: StandaloneValues,
  report: (diagnostic: Diagnostic) => void,
): DeclaredState | undefined {
  if (expression.kind !== 'object') {
    report(
      diagnose('type-mismatch', expression.span, {
        summary: '`observed` takes an object that is written out',
        detail: 'An empty one, `{}`, is the engine right after an apply.',
      }),
    );
    return undefined;
  }
  const read = findFields('`observed`', expression, fieldNames, report);
  const addresses = (value: Expression): Stated<string>[] =>
    (values.list(value) ?? []).flatMap((text) => addressAt(text, value, report));
  const params = read('params', (value) => values.given(value, '`observed` of the test'));
  const missing = read('missing', addresses);
  const stopped = read('stopped', addresses);
  const changed = read('changed', (value) =>
    Object.entries(values.objects(value) ?? {}).flatMap(([text, attributes]) =>
      changedAt(text, attributes, value, report),
    ),
  );
  return {
    params: params?.value ?? {},
    missing: missing?.value ?? [],
    stopped: stopped?.value ?? [],
    changed: changed?.value ?? [],
  };
}

function addressAt(
  text: string,
  { span }: Expression,
  report: (diagnostic: Diagnostic) => void,
): Stated<string>[] {
  if (parseAddress(text)) return [{ value: text, span }];
  report(
    diagnose('invalid-value', span, {
      summary: `${JSON.stringify(text)} is no address`,
      detail: 'An address is text such as "container.web[1]".',
    }),
  );
  return [];
}

function changedAt(
  text: string,
  attributes: Readonly<Record<string, JsonValue>>,
  value: Expression,
  report: (diagnostic: Diagnostic) => void,
): DeclaredState['changed'] {
  return addressAt(text, value, report).map(({ value: address, span }) => ({
    value: { address, attributes },
    span,
  }));
}
