/*
 * The language: text in, a stack of typed resources out. Pure; knows no engine and no file system.
 */
export { compile, declaredInputs, type Compiled, type DeclaredInputs } from './compile.js';
export type {
  CompileOptions,
  GivenValue,
  ParamInputs,
  ResolvedModule,
  SecretSource,
  SourceFile,
} from './inputs.js';
export {
  diagnosticCodes,
  type DiagnosticCode,
  type DiagnosticDescription,
} from './diagnostics/codes.js';
export { loadingCodes } from './diagnostics/loading-codes.js';
export { renderDiagnostic, type Pen, type PenStyle } from './diagnostics/render.js';
export { format } from './format/index.js';
export { writeFile, type FileToWrite, type ResourceToWrite } from './write/index.js';
export type { HashAlgorithm, HostRead, LanguageHost, Listing } from './host.js';
export { globPattern } from './library/glob.js';
export { readParamFile, type ParamLine } from './param-file.js';
export { readTrials, type DeclaredState, type Stated, type Trial } from './trials/index.js';
export { openConsole, type Answer, type Asked, type Console } from './console/index.js';
export {
  documentFiles,
  grammarRules,
  tokenSorts,
  type GrammarRule,
} from './documentation/index.js';
