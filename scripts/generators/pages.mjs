// The reference pages under docs/, made from the tables that the code itself works by: attributes
// from the schemas, commands from the command table, diagnostics from the table of codes. Their
// words are written there; here they are only put in place.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledPath } from '../compile.mjs';
import { root } from '../sources.mjs';

/** @type {import('../generate.mjs').Generator} */
export const pagesGenerator = {
  name: 'pages',
  places: ['docs/reference', 'docs/diagnostics.md'],
  generate: async () => {
    const { attributesPage, commandsPage } = await load('cli/reference/index.ts');
    const { diagnosticCodes } = await load('dsl/diagnostics/codes.ts');
    const { planningCodes } = await load('model/planning-codes.ts');
    return new Map([
      ['docs/reference/attributes.md', attributesPage()],
      ['docs/reference/commands.md', commandsPage()],
      ['docs/diagnostics.md', diagnosticsPage({ ...diagnosticCodes, ...planningCodes })],
    ]);
  },
};

/**
 * @typedef {{ severity: string, title: string, explanation: string }} Description
 * @param {Readonly<Record<string, Description>>} codes
 * @returns {string}
 */
export function diagnosticsPage(codes) {
  const sections = Object.entries(codes).flatMap(([code, { severity, title, explanation }]) => [
    `## ${code}`,
    '',
    `${title}. *${severity}*`,
    '',
    explanation,
    '',
  ]);
  return [
    '# Diagnostics',
    '',
    'Every message about a stack carries one of these codes, which never changes its meaning. This page is generated',
    'from `dsl/diagnostics/codes.ts` and `model/planning-codes.ts`; do not edit it.',
    '',
    ...sections,
  ].join('\n');
}

/**
 * A transpiled module, by the path of its source.
 * @param {string} source
 * @returns {Promise<any>}
 */
function load(source) {
  return import(pathToFileURL(join(root, compiledPath(source))).href);
}
