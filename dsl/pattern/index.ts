/*
 * Regular expressions that take linear time, whatever the pattern and the text: nobody who writes a
 * stack can make checking it hang. See docs/decisions/0021.
 */
export { findAll, findPattern, type Found, type Match, type Spend } from './find.js';
export { compilePattern, compileWhole, type Pattern } from './program.js';
export type { PatternFault } from './tree.js';
