/* Real engines for tests, and what tests of engines share. Nothing outside tests may import it. */
export { byHand, type ByHand, type HandWritten, type Json } from './by-hand.js';
export type { Daemon } from './daemon.js';
export { lawTrial, type LawTrial } from './laws.js';
export * from './dockerd.js';
export * from './podman.js';
export * from './recorder.js';
export * from './relay.js';
export { newerProgram, releases, type Release } from './release.js';
export * from './stack.js';
export * from './trial.js';
export { refusingRegistries } from './refusing-registries.js';
export * from './sshd.js';
export * from './certificates.js';
