/*
 * How an engine is reached: which one is meant, by which way, and connections to it. What is said over
 * them is the client's business.
 */
export { chooseTarget, unverifiedVariable, type Choice } from './choose.js';
export { ConnectTimeout, openDialer, type Dialer } from './dial.js';
export { hintForConnection, neverConnected } from './failure-hints.js';
export { SshFailure } from './ssh-failure.js';
export { addressOf, placeOf, targetAt, type EngineTarget, type Environment } from './target.js';
