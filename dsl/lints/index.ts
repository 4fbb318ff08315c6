/*
 * All lints, one a file. Run over a stack that has been evaluated, whether it has errors or not:
 * what could not be made sense of is not there to be looked at.
 */
import type { Diagnostic } from '../../model/index.js';
import { addressInPool } from './address-in-pool.js';
import { comparisonToBool } from './comparison-to-bool.js';
import { exposedPort } from './exposed-port.js';
import type { Lint, LintInput } from './lint.js';
import { mountedEngineSocket } from './mounted-engine-socket.js';
import { needlessAfter } from './needless-after.js';
import { privilegedContainer } from './privileged-container.js';
import { redundantInterpolation } from './redundant-interpolation.js';
import { secretInEnvironment } from './secret-in-environment.js';
import { unpinnedImage } from './unpinned-image.js';
import { unusedName } from './unused-name.js';
import { expressionsOf } from './walk.js';

export type { LintInput } from './lint.js';
export { silence } from './silence.js';
export { newValueKinds } from './value-kinds.js';

const lints: readonly Lint[] = [
  unusedName,
  needlessAfter,
  unpinnedImage,
  exposedPort,
  privilegedContainer,
  mountedEngineSocket,
  secretInEnvironment,
  addressInPool,
  redundantInterpolation,
  comparisonToBool,
];

/** Everything that the lints have to say. */
export function lint(input: LintInput): readonly Diagnostic[] {
  const expressions = input.files.flatMap(({ tree }) => expressionsOf(tree));
  return lints.flatMap((one) => one({ ...input, expressions }));
}
