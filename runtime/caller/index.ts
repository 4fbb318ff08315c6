/*
 * Who runs this command, as far as the engine is concerned. A leaf: it knows nothing of stores.
 */
export { callerName, callerOf, isRootless, namespaceVariable, type Caller } from './caller.js';
export { userDataRoot, userRunRoot } from './user-places.js';
