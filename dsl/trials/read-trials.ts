/*
 * Files of tests to trials. The fields of a test are values of the language that stand for themselves:
 * they use no names of the stack. Assertions do, and are left as they are written.
 */
import { type Checked, type Diagnostic, nearestName } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { SourceFile } from '../inputs.js';
import { plainText } from '../semantics/plain-text.js';
import { standaloneValues, type StandaloneValues } from '../semantics/standalone.js';
import { parse, type Expression, type TestDeclaration } from '../syntax/index.js';
import { diagnosticCodes } from '../diagnostics/codes.js';
import { findFields } from './read-fields.js';
import { readState } from './read-state.js';
import type { Trial } from './trial.js';

/** The tests of a file, in the order in which they are written. */
export function readTrials({ path, text }: SourceFile): Checked<readonly Trial[]> {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const { tree, diagnostics: syntax } = parse(path, text);
  diagnostics.push(...syntax);
  const values = standaloneValues(report);
  const titles = new Set<string>();
  const trials: Trial[] = [];
  for (const declaration of tree.declarations) {
    if (declaration.kind !== 'test' || declaration.broken) continue;
    const trial = readTrial(declaration, values, report);
    if (titles.has(trial.title)) report(sameTitle(declaration, trial.title));
    titles.add(trial.title);
    trials.push(trial);
  }
  return { value: trials, diagnostics };
}

const sameTitle = ({ title }: TestDeclaration, text: string) =>
  diagnose('duplicate-name', title.span, {
    summary: `two tests are called ${JSON.stringify(text)}`,
  });

const fieldNames = [
  'params',
  'secrets',
  'facts',
  'errors',
  'warnings',
  'observed',
  'plan',
  'golden',
] as const;

function readTrial(
  { title, body, assertions, span }: TestDeclaration,
  values: StandaloneValues,
  report: (diagnostic: Diagnostic) => void,
): Trial {
  const read = findFields('a test', body, fieldNames, report);
  const params = read('params', (value) => values.given(value, `the test, ${span.file}`));
  const secrets = read('secrets', values.texts);
  const facts = read('facts', values.objects);
  const errors = read('errors', (value) => codes(value, values, report));
  const warnings = read('warnings', (value) => codes(value, values, report));
  const observed = read('observed', (value) => readState(value, values, report));
  const plan = read('plan', values.list);
  const golden = read('golden', values.text);
  return {
    title: plainText(title, report) ?? '',
    span,
    assertions,
    params: params?.value ?? {},
    secrets: secrets?.value ?? {},
    facts: facts?.value ?? {},
    ...(errors && { errors }),
    ...(warnings && { warnings }),
    ...(observed && { observed }),
    ...(plan && { plan }),
    ...(golden && { golden }),
  };
}

/** Codes of diagnostics; one that does not exist could never be met. */
function codes(
  value: Expression,
  values: StandaloneValues,
  report: (diagnostic: Diagnostic) => void,
): readonly string[] | undefined {
  const found = values.list(value);
  for (const code of found ?? []) {
    if (Object.hasOwn(diagnosticCodes, code)) continue;
    const nearest = nearestName(code, Object.keys(diagnosticCodes));
    report(
      diagnose('invalid-value', value.span, {
        summary: `there is no diagnostic \`${code}\``,
        detail: nearest === undefined ? undefined : `Is \`${nearest}\` meant?`,
      }),
    );
  }
  return found;
}
