// A grammar.js as the JSON that tree-sitter makes of it first, so that a test can see that what is
// committed was made from it. Knows as much of tree-sitter's language as our grammar uses.

import { pathToFileURL } from 'node:url';

/** @typedef {{ type: string, [key: string]: unknown }} Rule */

/**
 * What stands where a rule does: a rule, a text, a pattern.
 * @param {unknown} value
 * @returns {Rule}
 */
function ruleOf(value) {
  if (typeof value === 'string') return { type: 'STRING', value };
  if (value instanceof RegExp) return { type: 'PATTERN', value: value.source };
  if (typeof value === 'object' && value !== null && 'type' in value) {
    return /** @type {Rule} */ (value);
  }
  throw new TypeError(`${String(value)} is no rule`);
}

/** @param {string} type */
const several =
  (type) =>
  (/** @type {unknown[]} */ ...members) => ({ type, members: members.map(ruleOf) });

/** @param {string} type */
const around = (type) => (/** @type {unknown} */ content) => ({ type, content: ruleOf(content) });

/** @param {string} type */
const ranked = (type) => (/** @type {unknown} */ value, /** @type {unknown} */ content) => ({
  type,
  value: content === undefined ? 0 : value,
  content: ruleOf(content ?? value),
});

const blank = { type: 'BLANK' };

const language = {
  seq: several('SEQ'),
  choice: several('CHOICE'),
  repeat: around('REPEAT'),
  repeat1: around('REPEAT1'),
  optional: (/** @type {unknown} */ content) => language.choice(content, blank),
  field: (/** @type {string} */ name, /** @type {unknown} */ content) => ({
    type: 'FIELD',
    name,
    content: ruleOf(content),
  }),
  alias: (/** @type {unknown} */ content, /** @type {unknown} */ name) => {
    const target = ruleOf(name);
    const named = target.type === 'SYMBOL';
    const value = named ? target.name : target.value;
    return { type: 'ALIAS', content: ruleOf(content), named, value };
  },
  prec: Object.assign(ranked('PREC'), {
    left: ranked('PREC_LEFT'),
    right: ranked('PREC_RIGHT'),
  }),
  token: Object.assign(around('TOKEN'), { immediate: around('IMMEDIATE_TOKEN') }),
};

/** `$`: every name is the symbol of that name. */
const symbols = new Proxy({}, { get: (_target, name) => ({ type: 'SYMBOL', name: String(name) }) });

/**
 * @typedef {(symbols: object) => unknown} Maker
 * @typedef {object} Written
 * @property {string} name
 * @property {Maker} word
 * @property {Record<string, Maker>} rules
 * @property {(symbols: object) => unknown[]} extras
 * @property {(symbols: object) => unknown[][]} conflicts
 * @property {(symbols: object) => unknown[]} externals
 * @property {(symbols: object) => unknown[]} supertypes
 *
 * @param {Written} written
 */
function grammar({ name, word, rules, extras, conflicts, externals, supertypes }) {
  const names = (/** @type {unknown[]} */ list) => list.map((one) => ruleOf(one).name);
  return {
    name,
    word: ruleOf(word(symbols)).name,
    rules: Object.fromEntries(
      Object.entries(rules).map(([rule, make]) => [rule, ruleOf(make(symbols))]),
    ),
    extras: extras(symbols).map(ruleOf),
    conflicts: conflicts(symbols).map(names),
    precedences: [],
    externals: externals(symbols).map(ruleOf),
    inline: [],
    supertypes: names(supertypes(symbols)),
  };
}

/**
 * The JSON of a grammar.
 * @param {string} path
 * @returns {Promise<object>}
 */
export async function grammarJson(path) {
  Object.assign(globalThis, language, { grammar });
  const { default: made } = await import(pathToFileURL(path).href);
  return JSON.parse(JSON.stringify(made));
}
