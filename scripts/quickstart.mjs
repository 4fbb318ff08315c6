// `npm run quickstart`: from a clean clone to a running stack, on the embedded engine. It installs
// what is missing and says so first, builds the command, applies examples/hello, fetches the page
// it serves, and shows that a second plan is empty. It may be run again at any time.

import { setTimeout as delay } from 'node:timers/promises';
import { capture, run, runsAsCommand } from './commands.mjs';
import { whyNoEngine } from './engine-host.mjs';
import { ensureParts } from './install-parts.mjs';
import { ensurePackages } from './packages.mjs';
import { engineParts } from './parts.mjs';

const example = 'examples/hello';
const command = 'dist/stowage.js';
const engine = { STOWAGE_ENGINE: 'embedded' };

/** @param {string} line */
const say = (line) => console.log(line);

/** @returns {Promise<number>} the exit code */
async function main() {
  step('The npm packages that Stowage is built with');
  if (!(await ensurePackages(say))) return 1;
  say('They are there.');

  step('The parts that the embedded engine runs on');
  const parts = await ensureParts(engineParts, say);
  const hindrance = await whyNoEngine();
  if (hindrance !== undefined) return fail(`No stack can run here: ${hindrance}.`);
  if (parts.kind === 'missing') return fail(`The quickstart needs them: ${parts.reason}.`);
  say('They are there.');

  step('The command');
  if ((await run(process.execPath, ['scripts/build.mjs'])) !== 0) return 1;

  step(`stowage apply ${example} --yes`);
  const applied = await stowage('apply', example, '--yes');
  if (applied !== 0) {
    await stowage('doctor');
    return fail('The stack was not applied; the messages above say why.');
  }

  const url = (await capture(process.execPath, [command, 'output', example, 'url'])).stdout.trim();
  step(`The page at ${url}`);
  const page = await fetchPage(url);
  if (page === undefined)
    return fail(`Nothing answers at ${url}. \`node ${command} ps\` says more.`);
  say(page.trimEnd());

  step(`stowage plan ${example} --detailed-exitcode`);
  const planned = await stowage('plan', example, '--detailed-exitcode');
  if (planned !== 0) return fail(`A second plan should be empty, and exit with 0, not ${planned}.`);
  say('Exit code 0: what runs is what is written, so a second apply would do nothing.');

  farewell(url);
  return 0;
}

/** @param {string} title */
function step(title) {
  say(`\n== ${title}`);
}

/** @param {string} reason */
function fail(reason) {
  say(`\n${reason}`);
  return 1;
}

/** @param {readonly string[]} args */
function stowage(...args) {
  return run(process.execPath, [command, ...args], engine);
}

/**
 * The text of a page, asked for until it is there.
 * @param {string} url
 * @returns {Promise<string | undefined>} nothing when it does not answer well within ten seconds
 */
async function fetchPage(url) {
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
      if (response.ok) return await response.text();
      say(`It answers ${response.status}.`);
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      say(`No answer yet: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
    if (performance.now() > deadline) return undefined;
    await delay(500);
  }
}

/** @param {string} url */
function farewell(url) {
  const program = `node ${command}`;
  say(`
== It runs. To look around:

  ${program} ps
  ${program} logs hello-web
  ${program} exec hello-client cat /visits/log
  curl ${url}

Change something in ${example}/main.stow, say \`memory: 64MiB\`, and see what would happen:

  ${program} plan ${example}
  ${program} apply ${example}

And to remove it, the volume too:

  ${program} destroy ${example} --yes --allow-destroy volume.visits
`);
}

if (runsAsCommand(import.meta.url)) process.exitCode = await main();
