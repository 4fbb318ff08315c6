/* Completion: what may be written at the cursor. */
export type { Completion, CompletionKind, Completions } from './completion.js';
export { complete } from './complete.js';
