import t from 'tap';
const [engine, scenario, release] = process.argv.slice(2);
const base = process.cwd() + '/.build/cli/e2e/';
const { commonScenarios, scenarios } = await import(base + 'all-scenarios.js');
const found = scenarios.find(([w]) => w.startsWith(scenario));
const e =
  engine === 'embedded'
    ? (await import(base + 'embedded-engine.js')).embeddedUnderTest(t)
    : await (
        await import(base + 'command-line-engine.js')
      )[engine + 'UnderTest'](t, release ?? 'installed');
t.test(found[0], (t) => found[1](t, e));
