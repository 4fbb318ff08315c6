// The tree-sitter grammar at work: parses texts with the committed WebAssembly, and reads the files of
// its corpus.

import { readFileSync } from 'node:fs';
import { Language, Parser } from 'web-tree-sitter';
import { pathOf, wasm } from './files.mjs';

/** @typedef {{ name: string, input: string, expected: string }} Case */

/** A parser, and the language for queries. */
export async function loadParser() {
  await Parser.init();
  const language = await Language.load(new Uint8Array(readFileSync(pathOf(wasm))));
  const parser = new Parser();
  parser.setLanguage(language);
  return { parser, language };
}

/**
 * The cases of a corpus file: a name between lines of `=`, a text, `---`, a tree.
 * @param {string} text
 * @returns {Case[]}
 */
export function readCorpus(text) {
  const pieces = text.split(/^={3,}\n(.*)\n={3,}\n/m).slice(1);
  /** @type {Case[]} */
  const cases = [];
  for (let at = 0; at + 1 < pieces.length; at += 2) {
    const [input = '', expected = ''] = (pieces[at + 1] ?? '').split(/^---\n/m);
    cases.push({ name: pieces[at] ?? '', input: `${input.trim()}\n`, expected: flat(expected) });
  }
  return cases;
}

/** A tree on one line, without the names of fields.
 * @param {string} tree */
export const flat = (tree) =>
  tree
    .replace(/\b[a-z_]+: /g, '')
    .replace(/\s+/g, ' ')
    .replaceAll(' )', ')')
    .trim();

/**
 * The places of a tree where the grammar did not fit.
 * @param {import('web-tree-sitter').Node} node
 * @returns {string[]}
 */
export function faultsOf(node) {
  const own =
    node.isError || node.isMissing
      ? [`${node.startPosition.row + 1}:${node.startPosition.column + 1} ${node.text}`]
      : [];
  return [...own, ...node.children.flatMap((child) => (child ? faultsOf(child) : []))];
}
