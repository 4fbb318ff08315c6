// The rules of the house as a table and a function each: which package may import which, what a
// pure package may not touch, how files are named, opened and sized. A rule takes facts about
// modules and gives violations, each a sentence that begins with the place.

import { posix } from 'node:path';

/** @typedef {import('./read-module.mjs').ModuleFacts} ModuleFacts */

/**
 * @typedef {object} PackageRules
 * @property {readonly string[]} imports the packages of the house that it may import
 * @property {readonly string[]} externals the npm packages that it may import
 * @property {boolean} pure whether it is free of Node, clocks, randomness
 */

/** @type {Readonly<Record<string, PackageRules>>} The arrows of docs/architecture.md. */
export const house = {
  model: { imports: [], externals: [], pure: true },
  dsl: { imports: ['model'], externals: ['chevrotain', 'semver', 'yaml'], pure: true },
  planner: { imports: ['model'], externals: ['diff'], pure: true },
  // What vendors write about their devices is YAML.
  runtime: { imports: ['model'], externals: ['yaml'], pure: false },
  providers: { imports: ['model', 'runtime'], externals: [], pure: false },
  cli: {
    imports: ['model', 'dsl', 'planner', 'providers'],
    externals: [
      'ora',
      'diff',
      'vscode-languageserver',
      'vscode-languageserver-protocol',
      'vscode-languageserver-textdocument',
    ],
    pure: false,
  },
  bench: {
    imports: ['model', 'dsl', 'planner', 'providers', 'runtime', 'cli'],
    externals: ['vscode-languageserver-protocol'],
    pure: false,
  },
};

/** What tests may import beside what their package may. */
const testExternals = ['tap', 'fast-check', 'ajv', 'prettier'];

/** Files that may be as long as they need: data, or written by a generator. */
export const unlimited = [/\/generated\//];

export const budget = { median: 120, most: 300, percent: 90, longest: 500 };

/** Words that name no content. */
const emptyWords = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'misc']);

/**
 * Every violation of a set of modules.
 * @param {readonly ModuleFacts[]} modules
 * @returns {string[]}
 */
export function violations(modules) {
  return [
    ...modules.flatMap((module) => [
      ...importViolations(module),
      ...purityViolations(module),
      ...exportViolations(module),
      ...openingViolations(module),
      ...nameViolations(module.path),
    ]),
    ...sizeViolations(modules),
  ];
}

/** Tests, and what only tests use: they may touch the world, and nothing but benches may import them.
 * @param {string} path */
export function isTest(path) {
  return path.endsWith('.test.ts') || /\/(testing|e2e)\//.test(path);
}

/**
 * @param {ModuleFacts} module
 * @returns {string[]}
 */
export function importViolations({ path, imports }) {
  const own = packageOf(path);
  const rules = house[own];
  if (rules === undefined) return [`${path}: there is no package ${own} in the house`];
  return imports.flatMap(({ specifier, line }) => {
    const fault = importFault(path, own, rules, specifier);
    return fault === undefined ? [] : [`${path}:${line}: ${fault}`];
  });
}

/**
 * @param {string} path
 * @param {string} own
 * @param {PackageRules} rules
 * @param {string} specifier
 * @returns {string | undefined}
 */
function importFault(path, own, rules, specifier) {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    const other = packageOf(target);
    if (!isTest(path) && own !== 'bench' && isTest(target.replace(/\.js$/, '.ts')))
      return `imports ${target}, which is for tests`;
    if (other === own) return undefined;
    if (!rules.imports.includes(other) && !standsAbove(path, other))
      return `${own} may not import ${other} (${specifier})`;
    if (!/^[^/]+\/([^/]+\/)?index\.js$/.test(target)) {
      return `imports ${target}; another package is reached through its index.js or that of a folder in it`;
    }
    return undefined;
  }
  if (specifier.startsWith('node:')) {
    return rules.pure && !isTest(path)
      ? `${own} is pure and may not import ${specifier}`
      : undefined;
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (rules.externals.includes(name)) return undefined;
  if (isTest(path) && testExternals.includes(name)) return undefined;
  return `${own} may not import the package ${name}`;
}

/**
 * End-to-end tests stand above all packages: they may use any of them to look at the world.
 * @param {string} path
 * @param {string} other
 */
function standsAbove(path, other) {
  return path.startsWith('cli/e2e/') && other in house;
}

/**
 * @param {ModuleFacts} module
 * @returns {string[]}
 */
export function purityViolations({ path, effects }) {
  if (house[packageOf(path)]?.pure !== true || isTest(path)) return [];
  return effects.map(({ what, line }) => `${path}:${line}: a pure package may not use ${what}`);
}

/**
 * @param {ModuleFacts} module
 * @returns {string[]}
 */
export function exportViolations({ path, defaultExports, starExports, onlyReexports }) {
  const isIndex = posix.basename(path) === 'index.ts';
  return [
    ...defaultExports.map((line) => `${path}:${line}: has a default export`),
    ...(isIndex
      ? []
      : starExports.map((line) => `${path}:${line}: only an index.ts re-exports all`)),
    ...(onlyReexports && !isIndex
      ? [`${path}: only an index.ts may do nothing but re-export`]
      : []),
  ];
}

/**
 * @param {ModuleFacts} module
 * @returns {string[]}
 */
export function openingViolations({ path, opensWithComment }) {
  return opensWithComment ? [] : [`${path}: does not open with a comment that says what it is`];
}

/**
 * @param {string} path
 * @returns {string[]}
 */
export function nameViolations(path) {
  const parts = path.replace(/(\.test|\.d)?\.ts$/, '').split('/');
  return parts.flatMap((part) => {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(part)) return [`${path}: ${part} is not kebab-case`];
    const word = part.split('-').find((w) => emptyWords.has(w));
    return word === undefined ? [] : [`${path}: "${word}" says nothing of what is in it`];
  });
}

/**
 * @param {readonly ModuleFacts[]} modules
 * @returns {string[]}
 */
export function sizeViolations(modules) {
  const limited = modules.filter(({ path }) => !unlimited.some((pattern) => pattern.test(path)));
  if (limited.length === 0) return [];
  const sizes = limited.map(({ lines }) => lines).sort((a, b) => a - b);
  const median = sizes[Math.floor((sizes.length - 1) / 2)] ?? 0;
  const long = limited.filter(({ lines }) => lines >= budget.most);
  const tooLong = limited.filter(({ lines }) => lines > budget.longest);
  return [
    ...tooLong.map(({ path, lines }) => `${path}: ${lines} lines; the most is ${budget.longest}`),
    ...(median > budget.median
      ? [`the median file has ${median} lines; at most ${budget.median}`]
      : []),
    ...(long.length * 100 > limited.length * (100 - budget.percent)
      ? [
          `${long.length} of ${limited.length} files have ${budget.most} lines or more: ${long.map(({ path }) => path).join(', ')}`,
        ]
      : []),
  ];
}

/** @param {string} path */
function packageOf(path) {
  return path.split('/')[0] ?? '';
}
