// What chevrotain finds out about the grammar; `npm run generate` writes it.
import type { GrammarTable } from '../tabled-parser.js';
export declare const grammarTable: GrammarTable;
