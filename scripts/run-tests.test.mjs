// A failing, hanging, crashing or empty test file cannot pass for a good one: what the runner makes
// of each is shown on files written here. Each runs as a process of its own, as real ones do.

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import t from 'tap';
import { runTests } from './run-tests.mjs';
import { root } from './sources.mjs';

const tap = "import t from 'tap';\n";
const files = {
  good: `${tap}t.test('a', async (t) => { t.pass(); t.pass(); });\nt.test('b', async (t) => t.pass());`,
  failing: `${tap}t.test('outer', async (t) => t.test('inner', async (t) => t.equal(1, 2, 'sum')));`,
  throwing: `${tap}t.test('it', async () => { throw new Error('boom'); });`,
  empty: `${tap}t.test('nothing in here', async () => {});`,
  silent: "console.log('no test at all');",
  loading: "throw new Error('at load');",
  exiting: `${tap}t.pass('early');\nprocess.exit(3);`,
  hanging: `${tap}t.test('waits', async () => { await new Promise(() => setInterval(() => {}, 1e6)); });`,
  stubborn: `${tap}t.pass();\nprocess.on('SIGALRM', () => {});\nfor (;;);`,
  skipping: `${tap}t.test('later', { skip: 'no engine' }, async (t) => t.pass());\nt.test('x', { todo: 'soon' }, async (t) => t.fail());`,
  absent: `${tap}t.plan(0, 'nothing for this system');`,
  short: `${tap}t.plan(2);\nt.pass();`,
  bailing: `${tap}t.bailout('the ground is gone');`,
};

t.test('what becomes of a test file', async (t) => {
  const directory = t.testdir(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.mjs`, text])),
  );
  /** @type {Map<string, import('./run-tests.mjs').FileResult>} */
  const results = new Map();
  const list = Object.keys(files).map((name) => ({
    name,
    path: relative(root, `${directory}/${name}.mjs`),
  }));
  const sum = await runTests(list, { jobs: 2, seconds: 2, grace: 1 }, (result) => {
    results.set(result.file.name, result);
  });
  /** @param {string} name */
  const of = (name) => results.get(name)?.tally ?? t.fail(`${name} was not reported`);
  /** @param {string} name @param {RegExp} failure @param {RegExp} text */
  const fails = (name, failure, text) => {
    const tally = results.get(name)?.tally;
    t.equal(tally?.failures.length, 1, `${name} fails once`);
    t.match(tally?.failures[0]?.name, failure);
    t.match(tally?.failures[0]?.text, text);
  };

  t.match(of('good'), { passed: 3, failures: [], skips: [] }, 'assertions count, not subtests');
  fails('failing', /^failing > outer > inner > sum$/, /-2\n\+1/);
  fails('throwing', /^throwing > it > boom$/, /throwing\.mjs:2/);
  fails('empty', /^empty > nothing in here$/, /asserts nothing/);
  fails('silent', /^silent$/, /asserts nothing/);
  fails('loading', /^loading$/, /exit code 1/);
  t.match(results.get('loading')?.printed, /Error: at load/, 'what it printed is kept');
  fails('exiting', /^exiting$/, /exit code 3/);
  fails('hanging', /^hanging > waits > timeout!$/, /longer than the time allowed/);
  fails('stubborn', /^stubborn$/, /ended by SIGKILL/);
  t.match(of('skipping'), {
    passed: 0,
    failures: [],
    skips: [
      { name: 'skipping > later', reason: 'no engine' },
      { name: 'skipping > x', reason: 'to do: soon' },
    ],
  });
  t.match(of('absent'), { skips: [{ name: 'absent', reason: 'nothing for this system' }] });
  t.equal(results.get('short')?.tally.failures.length, 1, 'a plan that is not kept fails');
  fails('bailing', /^bailing/, /the ground is gone/);
  t.equal(sum.failures.length, 10);
  t.equal(sum.passed, 6);
});

t.test('files that need the same thing for themselves take turns', async (t) => {
  const note = "import { appendFileSync } from 'node:fs';\n";
  /** @param {string} name */
  const text = (name) => `${tap}${note}
const log = process.env.TURNS_LOG;
appendFileSync(log, '+${name} ');
await new Promise((done) => setTimeout(done, 300));
appendFileSync(log, '-${name} ');
t.pass();`;
  const names = ['a', 'b', 'c', 'x'];
  const directory = t.testdir({
    log: '',
    ...Object.fromEntries(names.map((name) => [`${name}.mjs`, text(name)])),
  });
  process.env['TURNS_LOG'] = `${directory}/log`;
  t.teardown(() => delete process.env['TURNS_LOG']);
  const list = names.map((name) => ({
    name,
    path: relative(root, `${directory}/${name}.mjs`),
    ...(name === 'x' ? {} : { turn: 'the log' }),
  }));
  const sum = await runTests(list, { jobs: 3, seconds: 20 }, () => undefined);
  t.match(sum, { passed: 4, failures: [] });
  const log = readFileSync(`${directory}/log`, 'utf8');
  t.equal(log.replace(/[+-]x /g, ''), '+a -a +b -b +c -c ', 'one after the other');
  t.ok(log.indexOf('+x') < log.indexOf('-a'), 'and what needs nothing goes beside them');
});
