/*
 * What an editor asks of the language, over files that are being written: pure functions from a place
 * in a world of parsed files to data. Protocols, documents and time are somebody else's.
 */
export { allowLint, extractToLet, type Change } from './actions.js';
export {
  complete,
  type Completion,
  type CompletionKind,
  type Completions,
} from './completion/index.js';
export {
  tokenKinds,
  tokenModifiers,
  tokensOf,
  type Token,
  type TokenKind,
  type TokenModifier,
} from './highlight.js';
export { hintPlaces, hintText, type HintKind, type HintPlace } from './hints.js';
export { hoverAt, type Hover } from './hover.js';
export { linksOf, type PathLink } from './links.js';
export {
  findDefinition,
  findHighlights,
  findReferences,
  type Highlight,
  type Target,
} from './navigate.js';
export { foldsOf, rangesAround, type Fold } from './ranges.js';
export { findRenamed, rename, type Edit, type Renamed } from './rename.js';
export { signatureAt, type SignatureHelp } from './signature.js';
export { findSymbols, outlineOf, type OutlineItem, type OutlineKind } from './symbols.js';
export { openValueBook, type ValueBook } from './values.js';
export type { DirectoryEntry, Place, Unit, World } from './world.js';
