/* Copying between containers and this host, alike on every engine. */
export { copyIn, unpackInto } from './copy-in.js';
export { copyOut, openArchive, type CopyOptions } from './copy-out.js';
