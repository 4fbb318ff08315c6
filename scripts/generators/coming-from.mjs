// The page that shows the same ten stacks in Compose, Terraform and Stowage. Each stack is a folder
// of docs/coming-from/ with a text and the three descriptions; the page only puts them side by side.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../sources.mjs';

const folder = 'docs/coming-from';
const page = 'docs/coming-from.md';

/** In which order the files of a stack are shown, and in which language. */
const languages = [
  { tool: 'Compose', language: 'yaml', ending: '.yaml' },
  { tool: 'Terraform', language: 'hcl', ending: '.tf' },
  { tool: 'Stowage', language: 'stow', ending: '.stow' },
];

/** @type {import('../generate.mjs').Generator} */
export const comingFromGenerator = {
  name: 'coming-from',
  places: [page],
  generate: async () => {
    const introduction = readFileSync(join(root, folder, 'introduction.md'), 'utf8');
    const stacks = readdirSync(join(root, folder))
      .filter((name) => statSync(join(root, folder, name)).isDirectory())
      .sort();
    if (stacks.length === 0) throw new Error(`there is no stack in ${folder}`);
    return new Map([[page, [introduction, ...stacks.map(section)].join('\n')]]);
  },
};

/** @param {string} stack */
function section(stack) {
  const about = read(stack, 'about.md').replace(/^# /, '## ');
  const files = filesOf(stack);
  const blocks = languages.flatMap(({ tool, language, ending }) =>
    files
      .filter((file) => file.endsWith(ending) || (tool === 'Compose' && file === 'Dockerfile'))
      .map((file) => {
        const marked = file === 'Dockerfile' ? 'dockerfile' : language;
        return `${tool}, \`${file}\`:\n\n\`\`\`${marked}\n${read(stack, file)}\`\`\`\n`;
      }),
  );
  return [about, ...blocks].join('\n');
}

/** @param {string} stack @returns {string[]} paths relative to the stack's folder, those of its own folder first */
function filesOf(stack) {
  const names = readdirSync(join(root, folder, stack), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => !statSync(join(root, folder, stack, name)).isDirectory());
  return files.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

/** @param {string} path */
const depth = (path) => path.split('/').length;

/** @param {string} stack @param {string} file */
const read = (stack, file) => readFileSync(join(root, folder, stack, file), 'utf8');
