/*
 * The engine of an ordinary user: the user namespace in which it works, what keeps that, how a command comes
 * into it, and how its containers come to the network.
 */
export { enterNamespace, type EnteredCommand, type Ending } from './enter.js';
export { holderOf } from './holder.js';
export { ensureOutward, findBridgeHome, type BridgeHome } from './outward.js';
export { publish, unpublish } from './publish.js';
export { retireHolder } from './retire.js';
export { countOf, idFiles, readRanges, usualCount, type IdKind } from './subordinate-ids.js';
