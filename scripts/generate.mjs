// Writes the files that are made from other files, or with `--check` says which of them are not
// what they would be. A generator is a name, the places that are its own, and a function that
// gives the text of each of its files; files in its places that it no longer makes are removed.

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runsAsCommand } from './commands.mjs';
import { compile } from './compile.mjs';
import { comingFromGenerator } from './generators/coming-from.mjs';
import { grammarTableGenerator } from './generators/grammar-table.mjs';
import { pagesGenerator } from './generators/pages.mjs';
import { validatorsGenerator } from './generators/validators.mjs';
import { filesUnder, isNotFound, root } from './sources.mjs';

/**
 * @typedef {object} Generator
 * @property {string} name
 * @property {readonly string[]} places files and folders, relative to the root, that only it writes
 * @property {() => Promise<ReadonlyMap<string, string>>} generate text by path relative to the root
 *
 * @typedef {object} Drift
 * @property {string} path
 * @property {string} generator
 * @property {'missing' | 'differs' | 'stale'} how
 * @property {string} [text] what it should hold; absent when it should not be there
 */

/**
 * Every generator. They run over the transpiled modules, in this order, and a later one sees what
 * an earlier one wrote.
 * @type {readonly Generator[]}
 */
export const generators = [
  validatorsGenerator,
  grammarTableGenerator,
  pagesGenerator,
  comingFromGenerator,
];

/**
 * What differs between the files and what a generator makes.
 * @param {Generator} generator
 * @returns {Promise<{ files: number, drift: readonly Drift[] }>}
 */
export async function driftOf({ name, places, generate }) {
  const wanted = await generate();
  /** @type {Drift[]} */
  const drift = [];
  for (const [path, text] of wanted) {
    const found = readIfThere(path);
    if (found === text) continue;
    drift.push({ path, generator: name, how: found === undefined ? 'missing' : 'differs', text });
  }
  for (const path of places.flatMap(filesOf)) {
    if (!wanted.has(path)) drift.push({ path, generator: name, how: 'stale' });
  }
  return { files: wanted.size, drift };
}

/** @param {string} place */
function filesOf(place) {
  const stat = statSync(join(root, place), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  return stat.isDirectory() ? filesUnder(place) : [place];
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** @param {Drift} drift */
function settle({ path, text }) {
  const file = join(root, path);
  if (text === undefined) return rmSync(file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/**
 * Runs every generator.
 * @param {{ write: boolean }} options whether to make the files right, or only to look
 * @returns {Promise<{ files: number, drift: readonly Drift[] }>}
 */
export async function generateAll({ write }) {
  await compile();
  let files = 0;
  /** @type {Drift[]} */
  const all = [];
  for (const generator of generators) {
    const { files: count, drift } = await driftOf(generator);
    files += count;
    all.push(...drift);
    if (write && drift.length > 0) {
      drift.forEach(settle);
      await compile();
    }
  }
  return { files, drift: all };
}

if (runsAsCommand(import.meta.url)) {
  const check = process.argv.includes('--check');
  const { files, drift } = await generateAll({ write: !check });
  for (const { path, generator, how } of drift) console.log(`${how}: ${path} (${generator})`);
  const state = drift.length === 0 ? 'are up to date' : check ? 'are not' : 'were renewed';
  console.log(`${drift.length === 0 ? files : drift.length} generated files ${state}`);
  if (check && drift.length > 0) {
    console.log('Run `npm run generate` and commit what it writes.');
    process.exitCode = 1;
  }
}
