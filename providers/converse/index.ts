/* The caller's standard streams and terminal, in one place for every engine and verb that talks with a container. */
export { converse, type Partner } from './converse.js';
export { followSize, sizeOf } from './follow-size.js';
export { holdSignals } from './hold-signals.js';
export { passInput } from './pass-input.js';
export { ownStreams, type Streams } from './streams.js';
