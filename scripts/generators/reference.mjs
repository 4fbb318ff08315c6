// Writes the reference pages from what they describe: schemas, command table, diagnostics.

import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { buildDirectory, root } from '../sources.mjs';

/** @param {string} path */
const load = (path) =>
  import(`${pathToFileURL(join(root, buildDirectory, path)).href}?${Date.now()}`);

/** @type {import('../generate.mjs').Generator} */
export const referenceGenerator = {
  name: 'reference',
  places: ['docs/reference'],
  generate: async () => {
    const { attributesPage, commandsPage } = await load('cli/reference/index.js');
    const { diagnosticsPage } = await load('dsl/index.js');
    return new Map([
      ['docs/reference/attributes.md', attributesPage()],
      ['docs/reference/commands.md', commandsPage()],
      ['docs/reference/diagnostics.md', diagnosticsPage()],
    ]);
  },
};
