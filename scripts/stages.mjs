// The stages of `npm test`, in order. A stage does one thing, says what it saw, and fails when it
// saw nothing. It prints nothing but the progress of test files; the runner prints the rest.

import { capture } from './commands.mjs';
import { compiledPath } from './compile.mjs';
import { leaksSince } from './leaks.mjs';
import { runTests } from './run-tests.mjs';
import { committedFiles, filesUnder, root, typescriptFiles } from './sources.mjs';
import { emptyTally } from './tap-report.mjs';

/**
 * @typedef {import('./tap-report.mjs').Tally} Tally
 * @typedef {import('./run-tests.mjs').TestFile} TestFile
 *
 * @typedef {object} Outcome
 * @property {string} saw what it looked at, such as `142 files`
 * @property {readonly string[]} problems what is wrong, beside failed tests
 * @property {Tally} [tally] what the tests of the stage came to
 *
 * @typedef {object} Context
 * @property {string | undefined} noEngine why no engine can run here
 * @property {import('./leaks.mjs').Traces} traces of the host before the tests
 * @property {readonly string[]} only test files asked for; all when there is none
 * @property {(result: import('./run-tests.mjs').FileResult) => void} onFile
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly string[]} needs stages without which it cannot run
 * @property {(context: Context) => Promise<Outcome>} run
 */

/** @type {readonly Stage[]} */
export const stages = [
  { name: 'format', needs: [], run: checkFormat },
  { name: 'lint', needs: [], run: lint },
  { name: 'types', needs: [], run: checkTypes },
  { name: 'transpile', needs: [], run: transpile },
  { name: 'generated', needs: ['transpile'], run: checkGenerated },
  { name: 'unit', needs: ['transpile'], run: runUnitTests },
  { name: 'bundle', needs: [], run: bundleCommand },
  { name: 'e2e', needs: ['transpile', 'bundle'], run: runEndToEndTests },
  { name: 'leaks', needs: [], run: checkLeaks },
];

const unitLimits = { jobs: 2, seconds: 600 };
const endToEndLimits = { jobs: 2, seconds: 900 };

/** Where the end-to-end tests are. */
const endToEnd = 'cli/e2e/';

/**
 * Those whose engines are daemons in networks of their own. All others use the addresses, the ports and the
 * firewall of the machine, and take turns.
 */
const apart = [
  'attributes',
  'bad-weather',
  'breaking-docker',
  'breaking-podman',
  'docker',
  'docker-newer',
  'import-attributes',
  'lives-docker',
  'podman',
  'podman-newer',
  'registry-engines',
  'remote-podman',
  'remote-ssh',
  'remote-tls',
  'rootless',
  'strangers',
].map((name) => `${endToEnd}${name}.test.ts`);

async function checkFormat() {
  const prettier = await import('prettier');
  const { readFile } = await import('node:fs/promises');
  let count = 0;
  const problems = [];
  for (const path of committedFiles()) {
    const ignorePath = `${root}/.prettierignore`;
    const file = `${root}/${path}`;
    const { ignored, inferredParser } = await prettier.getFileInfo(file, { ignorePath });
    if (ignored || inferredParser === null) continue;
    count += 1;
    const options = { ...(await prettier.resolveConfig(file)), filepath: file };
    const fine = await prettier.check(await readFile(file, 'utf8'), options);
    if (!fine) problems.push(`${path} is not formatted`);
  }
  if (problems.length > 0) problems.push('`npm run format` formats them.');
  return counted(count, 'file', problems);
}

async function lint() {
  const { ESLint } = await import('eslint');
  const eslint = new ESLint({ cwd: root });
  const results = await eslint.lintFiles(['.']);
  const formatter = await eslint.loadFormatter('stylish');
  const bad = results.filter((result) => result.errorCount + result.warningCount > 0);
  const text = (await formatter.format(bad)).trim();
  const typescript = results.filter((result) => result.filePath.endsWith('.ts'));
  return counted(typescript.length, 'TypeScript file', text === '' ? [] : [text]);
}

async function checkTypes() {
  const args = ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.', '--listFiles'];
  const { code, stdout, stderr } = await capture(process.execPath, args);
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  const own = lines.filter((line) => line.startsWith('/') && !line.includes('/node_modules/'));
  const messages = lines.filter((line) => !line.startsWith('/'));
  if (code !== 0 && messages.length === 0) messages.push(`tsc ended with exit code ${code}`);
  return counted(own.length, 'file', code === 0 ? [] : messages);
}

async function transpile() {
  const { compile } = await import('./compile.mjs');
  return counted(await compile(), 'module', []);
}

async function checkGenerated() {
  const { generateAll } = await import('./generate.mjs');
  const { files, drift } = await generateAll({ write: false });
  const problems = drift.map(({ path, how, generator }) => `${path}: ${how} (${generator})`);
  if (problems.length > 0) problems.push('`npm run generate` renews them.');
  return counted(files, 'file', problems);
}

/** @param {Context} context */
async function runUnitTests(context) {
  const scripts = filesUnder('scripts').filter((path) => path.endsWith('.test.mjs'));
  const modules = testModules().filter((path) => !path.startsWith(endToEnd));
  const files = wanted([...modules.map(compiled), ...scripts.map(asItIs)], context.only);
  return test(files, unitLimits, context);
}

/** @param {Context} context */
async function runEndToEndTests(context) {
  const modules = testModules().filter((path) => path.startsWith(endToEnd));
  const files = wanted(modules.map(inTurn), context.only);
  const { noEngine: reason } = context;
  if (reason === undefined) return test(files, endToEndLimits, context);
  const skips = files.map(({ name }) => ({ name, reason }));
  return counted(files.length, 'file', [], { ...emptyTally(), skips });
}

async function bundleCommand() {
  const { bundle } = await import('./build.mjs');
  return counted((await bundle()).chunks, 'file', []);
}

/** @param {Context} context */
async function checkLeaks({ traces }) {
  const leaks = await leaksSince(traces);
  const problems = leaks.map((leak) => `left on the host: ${leak}`);
  return counted(traces.size, 'sort', problems);
}

/**
 * @param {readonly TestFile[]} files
 * @param {import('./run-tests.mjs').Limits} limits
 * @param {Context} context
 */
async function test(files, limits, { onFile }) {
  const tally = await runTests(files, limits, onFile);
  return counted(files.length, 'file', [], tally);
}

function testModules() {
  return typescriptFiles().filter((path) => path.endsWith('.test.ts'));
}

/** @param {string} name @returns {TestFile} */
const compiled = (name) => ({ name, path: compiledPath(name) });

/** @param {string} name @returns {TestFile} */
const inTurn = (name) =>
  apart.includes(name) ? compiled(name) : { ...compiled(name), turn: 'the network of the machine' };

/** @param {string} name @returns {TestFile} */
const asItIs = (name) => ({ name, path: name });

/**
 * @param {readonly TestFile[]} files
 * @param {readonly string[]} only
 */
function wanted(files, only) {
  return only.length === 0 ? files : files.filter(({ name }) => only.includes(name));
}

/**
 * The outcome of looking at a number of things; looking at none is a problem.
 * @param {number} count
 * @param {string} noun
 * @param {readonly string[]} problems
 * @param {Tally} [tally]
 * @returns {Outcome}
 */
function counted(count, noun, problems, tally = emptyTally()) {
  const none = count === 0 ? [`it saw no ${noun}, so it shows nothing`] : [];
  return {
    saw: `${count} ${noun}${count === 1 ? '' : 's'}`,
    problems: [...problems, ...none],
    tally,
  };
}
