// The colours that a TextMate grammar gives a text, as lines to read: each piece with its scopes. With
// the same two libraries as Visual Studio Code.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { root } from '../sources.mjs';

const grammars = {
  'source.stowage': 'editors/vscode/syntaxes/stowage.tmLanguage.json',
};

/** @param {string} scopeName */
async function readGrammar(scopeName) {
  if (!(scopeName in grammars)) return null;
  const path = join(root, grammars['source.stowage']);
  return textmate.parseRawGrammar(readFileSync(path, 'utf8'), path);
}

/** The grammar of the language. */
export async function loadGrammar() {
  const require = createRequire(import.meta.url);
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: readGrammar,
  });
  const grammar = await registry.loadGrammar('source.stowage');
  if (grammar === null) throw new Error('the grammar was not loaded');
  return grammar;
}

/**
 * Every piece of a text with its scopes, without the first, which all have.
 * @param {import('vscode-textmate').IGrammar} grammar
 * @param {string} text
 */
export function scopesOf(grammar, text) {
  /** @type {string[]} */
  const lines = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    if (line.trim() !== '') lines.push(`> ${line}`);
    for (const { startIndex, endIndex, scopes } of tokens) {
      const piece = line.slice(startIndex, endIndex);
      if (piece.trim() === '' || scopes.length === 1) continue;
      const shown = scopes.slice(1).map((scope) => scope.replace(/\.stowage$/, ''));
      lines.push(`  ${piece.trim()}  ${shown.join(' ')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
