/*
 * The standard library of the language: pure functions on values, described as data. The only way to
 * the world is the host of the session.
 */
export { callLibrary } from './call-library.js';
export { categories } from './categories.js';
export { exampleFiles, exampleVariables } from './examples-world.js';
export type { Category, Example, LibraryFunction } from './library-function.js';
export {
  functionNames,
  libraryEntries,
  libraryEntry,
  meantFunction,
  signatureOf,
  type LibraryEntry,
} from './signatures.js';
