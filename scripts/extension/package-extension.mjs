// Packs the extension of Visual Studio Code: bundles its client and writes a `.vsix`, which is a zip
// with a manifest. The same sources give the same bytes. Nothing is fetched, and nothing published.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { runsAsCommand } from '../commands.mjs';
import { filesUnder, root } from '../sources.mjs';
import { contentTypes, manifest } from './manifest.mjs';

const source = 'editors/vscode';

/** Files of the extension that are packed as they are. */
const packed = ['package.json', 'language-configuration.json', 'syntaxes/', 'snippets/'];

/**
 * @typedef {object} Package
 * @property {string} id
 * @property {string} displayName
 * @property {string} description
 * @property {string} version
 * @property {string} publisher
 * @property {readonly string[]} categories
 * @property {readonly string[]} keywords
 * @property {{ vscode: string }} engines
 */

/** The extension's own description of itself.
 * @returns {Package} */
export function readPackage() {
  const json = JSON.parse(readFileSync(join(root, source, 'package.json'), 'utf8'));
  return { ...json, id: json.name };
}

/** Bundles the client into one CommonJS file, the only form the editor loads.
 * @returns {Promise<string>} */
export async function bundleClient() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`${source}/client/extension.ts`],
    outfile: 'extension.cjs',
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('the client was not bundled');
  return file.text;
}

/**
 * Packs the extension.
 * @returns {Promise<Uint8Array>} the bytes of the `.vsix`
 */
export async function packExtension() {
  const own = filesUnder(source)
    .map((path) => path.slice(source.length + 1))
    .filter((path) => packed.some((one) => path === one || path.startsWith(one)));
  const read = (/** @type {string} */ path) => new Uint8Array(readFileSync(join(root, path)));
  /** @type {Record<string, Uint8Array>} */
  const files = {
    'extension.vsixmanifest': strToU8(manifest(readPackage())),
    '[Content_Types].xml': strToU8(contentTypes),
    'extension/dist/extension.cjs': strToU8(await bundleClient()),
    'extension/readme.md': read(`${source}/README.md`),
    'extension/changelog.md': read(`${source}/CHANGELOG.md`),
    'extension/LICENSE.txt': read('LICENSE'),
  };
  for (const path of own) files[`extension/${path}`] = read(`${source}/${path}`);
  // A fixed time, the first that a zip can hold.
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) });
}

/** Where the packed extension goes. */
export const vsixPath = () => `${source}/stowage-${readPackage().version}.vsix`;

if (runsAsCommand(import.meta.url)) {
  const bytes = await packExtension();
  writeFileSync(join(root, vsixPath()), bytes);
  console.log(`packed ${vsixPath()}: ${Math.round(bytes.length / 1024)} KiB`);
}
