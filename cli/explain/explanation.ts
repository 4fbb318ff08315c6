/*
 * All that there is to know about a diagnostic: what its table says, and an example with the message
 * that it really gives. The page of a code and `stowage explain` show the same.
 */
import {
  compileExample,
  diagnosticCodes,
  diagnosticExamples,
  hiddenFile,
  settingOf,
  type ExampleSource,
} from '../../dsl/diagnostics/index.js';
import { loadingCodes, renderDiagnostic } from '../../dsl/index.js';
import { planningCodes, type DiagnosticDescription } from '../../model/index.js';
import { loadingExamples, type LoadingExample } from './loading-examples.js';
import { foundEarlier, planningExamples, type PlanningExample } from './planning-examples.js';
import { planningMessages } from './planning-messages.js';
import { savedPlanCodes } from '../saved-plan/codes.js';
import { savedPlanExamples } from './saved-plan-examples.js';

export interface Explanation extends DiagnosticDescription {
  readonly code: string;
  readonly wrong?: Shown;
  readonly right?: Shown;
  /** The code by which the language says the same before anything is planned. */
  readonly foundAs?: string;
}

/** One side of an example, as a reader sees it. */
export interface Shown {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What to know beside the files; a sentence. */
  readonly situation?: string;
  /** The command line, where it matters. */
  readonly command?: string;
  /** What is printed; absent where nothing is. */
  readonly message?: string;
}

const descriptions = new Map<string, DiagnosticDescription>(
  Object.entries({ ...diagnosticCodes, ...loadingCodes, ...planningCodes, ...savedPlanCodes }),
);
const ofLanguage = new Map(Object.entries(diagnosticExamples));
const ofLoading = new Map<string, LoadingExample>(
  Object.entries({ ...loadingExamples, ...savedPlanExamples }),
);
const ofPlanning = new Map<string, PlanningExample>(Object.entries(planningExamples));
const messagesOfPlanning = new Map(Object.entries(planningMessages));

/** Every code: of the language, of loading, of planning, of saved plans. */
export const allCodes: readonly string[] = [...descriptions.keys()];

/** Explains a code; `undefined` where there is no such code. */
export function explanationOf(code: string): Explanation | undefined {
  const description = descriptions.get(code);
  if (!description) return undefined;
  const planning = ofPlanning.get(code);
  if (planning) {
    const message = messagesOfPlanning.get(code) ?? '';
    return { code, ...description, wrong: { ...planning.wrong, message }, right: planning.right };
  }
  const loading = ofLoading.get(code);
  if (loading) return { code, ...description, ...loading };
  const foundAs = foundEarlier[code];
  if (foundAs !== undefined) return { code, ...description, foundAs };
  const example = ofLanguage.get(code);
  if (!example) return { code, ...description };
  return { code, ...description, wrong: shown(example.wrong), right: shown(example.right) };
}

function shown(source: ExampleSource): Shown {
  const { files, params = {}, beside = {}, environment = {} } = settingOf(source);
  const { diagnostics, sources } = compileExample(source);
  const message = diagnostics.map((one) => renderDiagnostic(one, sources)).join('\n\n');
  const words = [
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    'stowage check',
    ...Object.entries(params).map(([name, value]) => `--param ${name}=${value}`),
  ];
  const visible = Object.entries({ ...files, ...beside }).filter(([path]) => path !== hiddenFile);
  return {
    files: visible.map(([path, text]) => ({ path, text })),
    ...(words.length > 1 ? { command: words.join(' ') } : {}),
    ...(message === '' ? {} : { message }),
  };
}
