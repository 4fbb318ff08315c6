/* The graph of a plan in DOT: every step and every wait is in it, and no name can leave its quotes. */
import t from 'tap';
import { container, hostWith, newHost, shopStack } from '../../planner/testing/index.js';
import { planDot } from './plan-dot.js';

t.test('each step is a node in the box of its action, each wait an arrow', async (t) => {
  const plan = await newHost().plan(shopStack());
  const lines = planDot(plan);
  const nodes = lines.filter((line) => / \[label=/.test(line));
  t.equal(nodes.length, plan.steps.length);
  t.equal(new Set(nodes).size, plan.steps.length);
  const arrows = lines.filter((line) => line.includes(' -> ') && !line.includes('dotted'));
  t.equal(arrows.length, plan.steps.flatMap(({ after }) => after).length);
  t.equal(
    lines.filter((line) => line.startsWith('  subgraph ')).length,
    plan.actions.length,
    'one box an action',
  );
});

t.test('what brings a predecessor back is dotted', async (t) => {
  const host = await hostWith([container('web')]);
  const lines = planDot(await host.plan([container('web', { env: { A: '1' } })]));
  t.match(
    lines.find((line) => line.startsWith('  "recovery 0 container.web" [')),
    /style=dotted, label="if container\.web fails\\n.*start-container shop-web/,
  );
  t.ok(lines.some((line) => / -> "recovery 0 container\.web" \[style=dotted/.test(line)));
});

t.test('the same plan gives the same graph', async (t) => {
  const [one, two] = [newHost(1), newHost(2)];
  t.same(planDot(await one.plan(shopStack())), planDot(await two.plan([...shopStack()].reverse())));
});

t.test('no text can leave its quotes', async (t) => {
  const plan = await newHost().plan([container('web')]);
  const evil = 'a" ] ; x -> y \\" \\N \n }\\';
  const steps = plan.steps.map((step) => ({ ...step, id: `${evil}${step.id}` }));
  const actions = plan.actions.map((action) => ({ ...action, address: evil, steps: [] }));
  for (const line of planDot({ ...plan, steps, actions })) {
    const outside = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, 'Q');
    t.notMatch(outside, /["\\]/, line);
    t.match(
      outside,
      /^(digraph plan \{|\}| +(label=Q|rankdir=LR|node \[shape=box\]|Q -> Q|Q \[label=Q, tooltip=Q\]))$/,
    );
  }
  t.same(planDot({ ...plan, steps: [], actions: [], recoveries: [] }).slice(-1), ['}']);
});
