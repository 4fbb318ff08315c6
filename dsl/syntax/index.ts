/* Syntax: text to tree, with comments and messages. It knows no types, values or kinds. */
export { holdsValues, parse, stowageGrammar, type Parsed } from './parse.js';
export type { Comment } from './reading.js';
export { createParser, type Parser } from './incremental.js';
export { clauseExpressions, innerExpressions } from './inner-expressions.js';
export { bindAlike } from './operators.js';
export { readTokens, type Token, type TokenKind } from './token-view.js';
export { parseTemplate, type Template } from './template.js';
export { lineText, makeSource, positionAt, spanBetween, type Source } from './source.js';
export type * from './tree.js';
