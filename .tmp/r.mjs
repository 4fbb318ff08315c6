import t from 'tap';
const base = process.cwd() + '/.build/cli/e2e/';
const { commonScenarios } = await import(base + 'all-scenarios.js');
const { rootlessUnderTest } = await import(base + 'rootless/rootless-engine.js');
const e = rootlessUnderTest();
for (const only of process.env.ONLY.split(',')) {
  const found = commonScenarios.find(([w]) => w.startsWith(only));
  t.test(found[0], (t) => found[1](t, e));
}
