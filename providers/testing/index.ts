/* Real engines for tests. Nothing outside tests may import from here. */
export * from './dockerd.js';
export * from './recorder.js';
