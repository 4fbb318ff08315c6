/* Docker as an engine for Stowage, spoken to over its socket. */
export { openDocker, type Docker, type DockerOptions } from './open.js';
