/* What is known of an observed object beside what the engine says of it: whose it is, who uses it. */
import type { Observed } from '../../../model/index.js';

export type Identity = Pick<Observed, 'address' | 'stackId' | 'generation' | 'otherUsers'>;
