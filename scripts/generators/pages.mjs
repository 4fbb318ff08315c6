// The reference pages under docs/, made from the tables that the code itself works by: attributes
// from the schemas, commands from the command table, functions from the library, diagnostics from the
// tables of codes and their examples. Their words are written there; here they are only put in place.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledPath } from '../compile.mjs';
import { root } from '../sources.mjs';

/** @type {import('../generate.mjs').Generator} */
export const pagesGenerator = {
  name: 'pages',
  places: ['docs/reference', 'docs/diagnostics', 'docs/diagnostics.md'],
  generate: async () => {
    const pages = await load('cli/reference/index.ts');
    const { attributesPage, commandsPage, diagnosticsPages, enginesPage } = pages;
    const { evaluatedSchema, functionsPage, grammarPage, planSchema, storySchema } = pages;
    /** @type {ReadonlyMap<string, string>} */
    const diagnostics = diagnosticsPages();
    return new Map([
      ['docs/reference/attributes.md', attributesPage()],
      ['docs/reference/engines.md', await enginesPage()],
      ['docs/reference/commands.md', commandsPage()],
      ['docs/reference/grammar.md', grammarPage()],
      ['docs/reference/functions.md', functionsPage()],
      ['docs/reference/evaluated.schema.json', `${JSON.stringify(evaluatedSchema(), null, 2)}\n`],
      ['docs/reference/explain.schema.json', `${JSON.stringify(storySchema(), null, 2)}\n`],
      ['docs/reference/plan.schema.json', `${JSON.stringify(planSchema(), null, 2)}\n`],
      ...[...diagnostics].map(([path, text]) => /** @type {const} */ ([`docs/${path}`, text])),
    ]);
  },
};

/**
 * A transpiled module, by the path of its source.
 * @param {string} source
 * @returns {Promise<any>}
 */
function load(source) {
  return import(pathToFileURL(join(root, compiledPath(source))).href);
}
