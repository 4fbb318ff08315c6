/* The examples of all diagnostics of the language, by code. */
import type { DiagnosticCode } from '../codes.js';
import { dockerfileExamples } from './dockerfiles.js';
import { declarationExamples } from './declarations.js';
import type { DiagnosticExample } from './example.js';
import { libraryExamples } from './library.js';
import { lintExamples } from './lints.js';
import { nameExamples } from './names.js';
import { secretExamples } from './secrets.js';
import { stackExamples } from './stack.js';
import { syntaxExamples } from './syntax.js';
import { typeExamples } from './types.js';
import { valueExamples } from './values.js';

export {
  hiddenFile,
  settingOf,
  type DiagnosticExample,
  type ExampleSetting,
  type ExampleSource,
} from './example.js';

export const diagnosticExamples: Readonly<Partial<Record<DiagnosticCode, DiagnosticExample>>> = {
  ...syntaxExamples,
  ...nameExamples,
  ...valueExamples,
  ...typeExamples,
  ...secretExamples,
  ...declarationExamples,
  ...stackExamples,
  ...dockerfileExamples,
  ...lintExamples,
  ...libraryExamples,
};
