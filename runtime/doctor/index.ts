/*
 * Whether this host can run containers, and what to do where it cannot.
 */
export { doctor, type Finding, type Severity } from './doctor.js';
export { missingParts, type MissingParts } from './missing.js';
