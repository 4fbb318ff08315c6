/* The families of engines that share Docker's API, each with its ways. */
export type { Dialect, Offline, Reports, Rule } from './dialect.js';
export { dockerDialect } from './docker.js';
export { podmanDialect } from './podman/index.js';
