/* Tests of stacks, as the language has them. */
export { readTrials } from './read-trials.js';
export type { DeclaredState, Stated, Trial } from './trial.js';
