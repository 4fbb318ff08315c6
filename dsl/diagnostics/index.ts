/* The diagnostics of the language as data: codes, what they mean, and an example of each. */
export { diagnosticCodes, type DiagnosticCode, type DiagnosticDescription } from './codes.js';
export { compileExample, type CompiledExample } from './examples/compile-example.js';
export {
  diagnosticExamples,
  hiddenFile,
  settingOf,
  type DiagnosticExample,
  type ExampleSetting,
  type ExampleSource,
} from './examples/index.js';
