/*
 * A thin typed client of Docker's API over node:http. It has two faces: `DockerReader` reads only,
 * `DockerClient` changes things too.
 */
export * from './client.js';
export * from './container-inspection.js';
export * from './container-settings.js';
export * from './disk-usage.js';
export * from './errors.js';
export * from './events.js';
export * from './inspections.js';
export * from './negotiate.js';
export * from './reader.js';
export type { MountPoint, WantedMount } from './mount-inspection.js';
export * from './requests.js';
export * from './settings-request.js';
export * from './streaming.js';
export * from './streams.js';
export * from './transport.js';
export * from './usage.js';
export * from './versions.js';
