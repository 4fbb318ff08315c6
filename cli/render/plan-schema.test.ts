/* The published schema of plans against the documents of many plans, both ways. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import t from 'tap';
import { compile } from '../../dsl/index.js';
import { isJsonArray, isJsonObject, toJson, type JsonValue, type Plan } from '../../model/index.js';
import {
  container,
  excludes,
  hostWith,
  image,
  imported,
  letGoOf,
  moved,
  network,
  newHost,
  shopStack,
  volume,
  type Written,
} from '../../planner/testing/index.js';
import { planDocument } from './plan-json.js';

const read = (path: string): JsonValue => toJson(JSON.parse(readFileSync(path, 'utf8')));
const schema = read('docs/reference/plan.schema.json');
if (!isJsonObject(schema)) throw new Error('the schema is no object');
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
const validate = ajv.compile(schema);
const documentOf = (plan: Plan): JsonValue => planDocument(plan, 'embedded', '0.1.0');

/** The member names of every object in a document; of maps by path or name only that they are maps. */
function membersOf(value: JsonValue | undefined, path = ''): readonly string[] {
  if (isJsonArray(value)) return value.flatMap((item) => membersOf(item, `${path}[]`));
  if (!isJsonObject(value) || /\.(before|after|summary)$/.test(path)) return [path];
  const anyName = /\.output_changes$/.test(path);
  return Object.entries(value).flatMap(([name, member]) =>
    membersOf(member, `${path}.${anyName ? '*' : name}`),
  );
}

const web = (more: object = {}, lines = {}): Written => container('web', more, { lines });

/** Plans in which every member of a document turns up. */
async function manyPlans(): Promise<readonly Plan[]> {
  const first = await newHost().plan(shopStack());
  const host = await hostWith(shopStack());
  const one = await hostWith([volume('data'), web({ memory: 64 << 20 })]);
  await one.byHand({ do: 'set', name: 'shop-web', settings: { memory: 96 << 20 } });
  const other = [
    network('front'),
    container('page', { env: { A: '1' } }, { order: 'start-first', onFailure: 'keep' }),
  ];
  return [
    {
      ...first,
      outputs: [
        { name: 'url', value: { a: [1] }, description: 'Where.' },
        { name: 'later', unknown: true },
        { name: 'key', secret: true },
      ],
    },
    await host.plan(shopStack()),
    await host.plan(shopStack('v2')),
    await host.plan(shopStack('v2'), excludes('container.web')),
    await one.planRefresh([]),
    await host.planDestroy(shopStack()),
    await one.plan([web({ memory: 128 << 20 }, { memory: 3 })]),
    await one.plan([web({ env: { A: 'x' } })], letGoOf('volume.data')),
    await one.plan(other, moved(['container.web', 'container.page'])),
    await one.plan([volume('data'), web({ state: 'stopped' })]),
    await newHost().plan([image('app', { from: { kind: 'scratch' } }, { a: '1' })]),
  ];
}

t.test('the documents of many plans are what the schema says', async (t) => {
  for (const plan of await manyPlans()) {
    t.ok(validate(documentOf(plan)), JSON.stringify(validate.errors, null, 2));
  }
  const goldens = readdirSync('cli/render/goldens').filter((name) => name.endsWith('.plan.json'));
  t.ok(goldens.length > 5);
  for (const name of goldens) {
    t.ok(
      validate(read(`cli/render/goldens/${name}`)),
      `${name} ${JSON.stringify(validate.errors)}`,
    );
  }
});

t.test('an imported object', async (t) => {
  const host = await hostWith([web()]);
  const [id = ''] = host.engine.world.containers.keys();
  const { containers } = host.engine.world;
  for (const [id, one] of containers) containers.set(id, { ...one, labels: {} });
  host.engine.world.ledgers.clear();
  const plan = await host.plan([web({ memory: 1 << 30 })], imported(['container.web', id]));
  t.ok(plan.actions.some((action) => action.imported));
  t.ok(validate(documentOf(plan)), JSON.stringify(validate.errors));
});

t.test('places in files as the compiler gives them', async (t) => {
  const text = 'stack s\n\ncontainer web {\n  image: "busybox:1"\n  memory: 64MiB\n}\n';
  const { value } = compile([{ path: 'main.stow', text }]);
  const spans = value?.resources.find(({ kind }) => kind === 'container')?.spans ?? {};
  const host = await hostWith([web({ memory: 32 << 20 })]);
  const { resource, files } = web({ memory: 64 << 20 });
  const document = documentOf(await host.plan([{ resource: { ...resource, spans }, files }]));
  t.match(document, {
    resource_changes: [{ changes: [{ path: 'memory', span: { start: { line: 5 } } }] }],
  });
  t.ok(validate(document), JSON.stringify(validate.errors));
  t.notMatch(JSON.stringify(document), 'busybox:1', 'nothing else of the file is in it');
});

t.test('the documents of plans by chance, too', async (t) => {
  const settings = fc.record(
    {
      memory: fc.constantFrom(64 << 20, 128 << 20),
      env: fc.dictionary(fc.constantFrom('A', 'B'), fc.string({ maxLength: 4 }), { maxKeys: 2 }),
      seccomp: fc.constant('unconfined' as const),
      job: fc.boolean(),
      ports: fc.constant([{ host: 80, container: 80 }]),
    },
    { requiredKeys: [] },
  );
  const stack = fc
    .dictionary(fc.constantFrom('a', 'b', 'c'), settings, { maxKeys: 3 })
    .map((all) => Object.entries(all).map(([symbol, spec]) => container(symbol, spec)));
  await fc.assert(
    fc.asyncProperty(stack, stack, async (before, after) => {
      const host = newHost();
      await host.apply(before);
      return validate(documentOf(await host.plan(after)));
    }),
    { numRuns: 60, seed: 11 },
  );
  t.pass('it holds for every drawn plan');
});

t.test('every member that the schema knows turns up, and no other is allowed', async (t) => {
  const found = new Set((await manyPlans()).flatMap((plan) => membersOf(documentOf(plan))));
  for (const member of [
    '.resource_changes[].change.before',
    '.resource_changes[].previous_address',
    '.resource_changes[].order',
    '.resource_changes[].on_failure',
    '.resource_changes[].changes[].span.start.line',
    '.resource_changes[].causes[].address',
    '.resource_drift[].changes[].origin',
    '.output_changes.*.after_unknown',
    '.output_changes.*.after_sensitive',
    '.steps[].after[]',
  ]) {
    t.ok(found.has(member), member);
  }
  const [plan] = await manyPlans();
  if (!plan) throw new Error('there is no plan');
  const document = documentOf(plan);
  if (!isJsonObject(document)) throw new Error('a document is an object');
  t.notOk(validate({ ...document, more: 1 }), 'it says what there is not');
  t.notOk(validate({ ...document, format_version: '2.0' }));
  t.notOk(validate({ ...document, steps: [{ id: 'x' }] }));
});
