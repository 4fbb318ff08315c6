/* What a plan says of the names of images before the stack has an id: nothing that apply would not do. */
import t from 'tap';
import { compile } from '../../dsl/index.js';
import { simulateEngine } from '../../planner/testing/index.js';
import { planDot } from '../render/plan-dot.js';
import { planDocument } from '../render/plan-json.js';
import { renderPlan } from '../render/plan-text.js';
import { makePlan } from './make-plan.js';

const stack = (from: string): string => `stack shop
secret password
image plain { from: "scratch", command: ["/serve"] }
image base { from: "scratch", env: { TOKEN: reveal(password) }, command: ["/serve"] }
image app { from: ${from}, labels: { tier: "web" } }
container web { image: app }
`;

const compiled = (from: string) => {
  const files = [{ path: 'main.stow', text: stack(from) }];
  const { value, diagnostics } = compile(files, { secrets: { password: 'canary-canary' } });
  if (!value) throw new Error(JSON.stringify(diagnostics));
  return value;
};

/** Everything that is printed of the plan of a stack. */
async function printed(from: string, id: string | undefined): Promise<string> {
  const { plan } = await makePlan(simulateEngine(), {
    stack: compiled(from),
    directory: '/',
    id,
  });
  if (!plan) throw new Error('there is no plan');
  const text = renderPlan(plan, { style: (_style, words) => words });
  const document = JSON.stringify(planDocument(plan, 'simulated', '0'));
  return [...text, ...planDot(plan), document].join('\n');
}

t.test('tags that hold a secret are known once the stack has an id', async (t) => {
  const before = await printed('base', undefined);
  const after = await printed('base', '11111111-1111-4111-8111-111111111111');
  for (const name of ['base', 'app']) {
    t.match(before, `shop/${name}:(known after apply)`);
    t.notMatch(before, new RegExp(`shop/${name}:[0-9a-f]`));
    t.match(after, new RegExp(`shop/${name}:[0-9a-f]{16}`));
  }
  const tag = /shop\/plain:[0-9a-f]{16}/;
  t.match(before, tag);
  t.equal(tag.exec(before)?.[0], tag.exec(after)?.[0], 'others are what they will be');
});

t.test('an image on one without a secret has its tag at once', async (t) => {
  const [before, after] = [
    await printed('plain', undefined),
    await printed('plain', '11111111-1111-4111-8111-111111111111'),
  ];
  const tag = /shop\/app:[0-9a-f]{16}/;
  t.match(before, tag);
  t.equal(tag.exec(before)?.[0], tag.exec(after)?.[0]);
});
