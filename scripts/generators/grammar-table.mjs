// Writes down what chevrotain finds out about the grammar when a parser is made, so that the command's
// parser need not. What may stand where is asked of the functions that it has made, token by token.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EOF } from 'chevrotain';
import { buildDirectory, root } from '../sources.mjs';

const folder = 'dsl/syntax/generated';

/** Sorts of places in a rule, as chevrotain numbers them. */
const sorts = { ways: 1, option: 2, many: 3, atLeastOne: 4, manySeparated: 5, oneSeparated: 6 };

/** More ways than any place of a grammar has. */
const mostWays = 64;

/**
 * @typedef {import('chevrotain').TokenType} TokenType
 * @typedef {{ GATE: () => boolean }} Way
 * @typedef {(this: object, ways: Way[]) => boolean | number | undefined} Lookahead
 */

/** @type {import('../generate.mjs').Generator} */
export const grammarTableGenerator = {
  name: 'grammar table',
  places: [folder],
  generate: async () => {
    const text = JSON.stringify(await grammarTable());
    const code = `// What chevrotain finds out about the grammar; \`npm run generate\` writes it.\nexport const grammarTable = ${text};\n`;
    return new Map([
      [`${folder}/grammar-table.js`, code],
      [`${folder}/grammar-table.d.ts`, declarations],
    ]);
  },
};

const declarations = `// What chevrotain finds out about the grammar; \`npm run generate\` writes it.
import type { GrammarTable } from '../tabled-parser.js';
export declare const grammarTable: GrammarTable;
`;

/** @param {string} path */
const built = (path) => import(pathToFileURL(join(root, buildDirectory, path)).href);

/** @returns {Promise<import('../../dsl/syntax/tabled-parser.js').GrammarTable>} */
async function grammarTable() {
  const { Grammar } = await built('dsl/syntax/grammar.js');
  const { vocabulary } = await built('dsl/syntax/tokens.js');
  const walkers = await afterWalkers();
  const grammar = new Grammar(true);
  /** @type {readonly TokenType[]} */
  const types = [...vocabulary, EOF];
  const numbers = new Map(types.map((type, number) => [type, number]));
  /** @type {Map<string, number>} */
  const sets = new Map();
  /** @param {readonly number[]} set */
  const numberOfSet = (set) => {
    const text = JSON.stringify(set);
    const number = sets.get(text) ?? sets.size;
    sets.set(text, number);
    return number;
  };
  const rules = grammar.definedRulesNames.map((/** @type {string} */ name) => {
    /** @type {(Lookahead | undefined)[]} */
    const functions = grammar.lookAheadFuncsCache[grammar.fullRuleNameToShort[name]] ?? [];
    const keys = Object.keys(functions).map(Number);
    const ways = keys.map((key) => {
      const { sort, begins } = waysOf(key, /** @type {Lookahead} */ (functions[key]), types);
      return [key, sort, ...begins.map(numberOfSet)];
    });
    const after = keys.flatMap((key) => {
      const Walker = walkers.get(key >> 8);
      if (Walker === undefined) return [];
      const rule = grammar.getGAstProductions()[name];
      const { token, occurrence, isEndOfRule } = new Walker(rule, key & 0xff).startWalking();
      return [[key, numbers.get(token) ?? -1, occurrence ?? -1, isEndOfRule ? 1 : 0]];
    });
    return [name, { ways, after }];
  });
  return {
    tokens: types.map(({ name }) => name),
    sets: [...sets.keys()].map((text) => JSON.parse(text)),
    rules: Object.fromEntries(rules),
  };
}

/**
 * With which tokens each way begins.
 * @param {number} key
 * @param {Lookahead} lookahead
 * @param {readonly TokenType[]} types
 * @returns {{ sort: 0 | 1 | 2, begins: number[][] }}
 */
function waysOf(key, lookahead, types) {
  /**
   * @param {TokenType} type
   * @param {(way: number) => boolean} isOpen
   */
  const chosen = ({ tokenTypeIdx }, isOpen) => {
    const ways = Array.from({ length: mostWays }, (_, way) => ({ GATE: () => isOpen(way) }));
    return lookahead.call({ LA_FAST: () => ({ tokenTypeIdx }) }, ways);
  };
  /** @param {(type: TokenType) => boolean} begins */
  const numbersOf = (begins) => types.flatMap((type, number) => (begins(type) ? [number] : []));
  if (key >> 8 !== sorts.ways)
    return { sort: 0, begins: [numbersOf((type) => chosen(type, () => true) === true)] };
  const isGated = types.some((type) => chosen(type, () => true) !== chosen(type, () => false));
  const begins = Array.from({ length: mostWays }, (_, way) =>
    numbersOf((type) => chosen(type, (other) => !isGated || other === way) === way),
  );
  const last = begins.findLastIndex((set) => set.length > 0);
  return { sort: isGated ? 2 : 1, begins: begins.slice(0, last + 1) };
}

/** What finds the token after a repetition, by its sort; chevrotain keeps it to itself. */
async function afterWalkers() {
  const path = 'node_modules/chevrotain/lib/src/parse/grammar/interpreter.js';
  const walkers = await import(pathToFileURL(join(root, path)).href);
  return new Map([
    [sorts.many, walkers.NextTerminalAfterManyWalker],
    [sorts.atLeastOne, walkers.NextTerminalAfterAtLeastOneWalker],
    [sorts.manySeparated, walkers.NextTerminalAfterManySepWalker],
    [sorts.oneSeparated, walkers.NextTerminalAfterAtLeastOneSepWalker],
  ]);
}
