/*
 * Files of plans that were damaged, forged or made for something else. None of them gives a plan, and
 * each says why.
 */
import * as fc from 'fast-check';
import t from 'tap';
import { isJsonArray, isJsonObject, parsePlan, toJson, type JsonValue } from '../../model/index.js';
import { container, hostWith, newHost, shopStack, volume } from '../../planner/testing/index.js';
import { checkEngine, checkStack } from './checks.js';
import { decodePlan } from './decode.js';
import { decoded, resealed, save, verified } from './testing/saved.js';

const stack = [volume('data'), container('web', { env: { NAME: 'größer' } })];

const reasonOf = (text: string | Uint8Array, key?: string): string | undefined => {
  const read = decodePlan(Buffer.from(text), key);
  return read.kind === 'refused' ? read.reason : undefined;
};

t.test('any change of one byte is refused, and any truncation', async (t) => {
  for (const key of [undefined, 'a key']) {
    const { text } = await save(newHost(), stack, [], key);
    const bytes = Buffer.from(text);
    t.equal(reasonOf(bytes, key), undefined);
    const place = fc.integer({ min: 0, max: bytes.length - 1 });
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8((changed.readUInt8(at) + by) % 256, at);
        return reasonOf(changed, key) !== undefined;
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(place, (at) => reasonOf(bytes.subarray(0, at), key) !== undefined));
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const longer = Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)]);
        return reasonOf(longer, key) !== undefined;
      }),
    );
  }
});

t.test('every other file is refused with its reason', async (t) => {
  const { text } = await save(newHost(), stack);
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /not JSON/],
    ['text', 'stack shop\n', /not JSON/],
    ['other JSON', '{"a":1}', /it is no saved plan$/],
    ['a list', '[]', /not JSON|no saved plan/],
    ['a byte-order mark', `\ufeff${text}`, /not JSON/],
    ['depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, /not JSON/],
    ['white space', text.replace('{', '{ '), /not in the form/],
    ['a member twice', text.replace('{', '{"allowed":[],'), /not in the form/],
    [
      'a later format',
      text.replace('"format_version":"1.0"', '"format_version":"2.0"'),
      /its format is 2\.0, and this Stowage reads 1\.0/,
    ],
    ['no digest', text.replace(/"digest":"[^"]*",/, ''), /no digest/],
    ['another digest', text.replace(/"sha256:./, '"sha256:x'), /its digest does not fit/],
    ['a content of its own', text.replace('größer', 'kleiner'), /its digest does not fit/],
    [
      'an unknown member',
      resealed(text, (content) => content.replace('{', '{"zzz":1,')),
      /does not understand/,
    ],
    [
      'an id that is none',
      resealed(text, (content) =>
        content.replaceAll('11111111-1111-4111-8111-111111111111', '../..'),
      ),
      /does not understand/,
    ],
  ];
  for (const [what, file, reason] of cases) t.match(reasonOf(file), reason, what);
  t.match(reasonOf(Buffer.from([0x7b, 0xff, 0x7d])), /not JSON/, 'not UTF-8');
});

t.test('with a key, only what was sealed with it counts', async (t) => {
  const [plain, keyed] = [
    await save(newHost(), stack),
    await save(newHost(), stack, [], 'first key'),
  ];
  t.match(reasonOf(plain.text, 'first key'), /was not sealed with the key of STOWAGE_PLAN_KEY/);
  t.match(reasonOf(keyed.text), /was sealed with a key, and STOWAGE_PLAN_KEY does not give one/);
  t.match(reasonOf(keyed.text, 'second key'), /or sealed with another key/);
  t.equal(reasonOf(keyed.text, 'first key'), undefined);
});

t.test('a forged plan is not looked at before its shape is checked', async (t) => {
  const host = newHost();
  const { text } = await save(host, stack);
  const forgeries: readonly (readonly [string, string, string])[] = [
    ['an unknown operation', '"op":"create-volume"', '"op":"format-disk"'],
    ['an operation without what it needs', '"op":"create-volume",', '"op":"remove",'],
    ['a member more', '"op":"create-volume"', '"op":"create-volume","force":true'],
    ['another type', '"restart":{"max_retries":0', '"restart":{"max_retries":"0"'],
    ['a step that waits for nothing that is', '"after":[]', '"after":["no step"]'],
    [
      'a generation of the past',
      '"generation":1,"ledgerOutdated"',
      '"generation":0,"ledgerOutdated"',
    ],
    [
      'another stack within',
      '"stack":{"id":"11111111-1111-4111-8111-111111111111","name":"shop"},"steps"',
      '"stack":{"id":"21111111-1111-4111-8111-111111111111","name":"shop"},"steps"',
    ],
    ['a placeholder for nothing', '"NAME":"größer"', '"NAME":{"$secret":[[7,0]]}'],
    ['a ground that is none', '"observed":{"generation":0', '"observed":{"generation":"x"'],
  ];
  for (const [what, from, to] of forgeries) {
    const forged = resealed(text, (content) => {
      if (!content.includes(from)) throw new Error(`${what}: the plan does not hold ${from}`);
      return content.replace(from, to);
    });
    t.match(
      await verified(host, forged),
      [/says something that this Stowage does not understand/],
      what,
    );
  }
});

t.test('no member of a plan may be of another type', async (t) => {
  const host = await hostWith(shopStack());
  const plan = toJson(JSON.parse(JSON.stringify(await host.plan(shopStack('v2')))));
  t.ok(parsePlan(plan), 'as it was made');
  // Of what differed, and of outputs, any JSON may be told.
  const free = /\.(before|after|value)(\.|$)/;
  let changed = 0;
  for (const path of leavesOf(plan)) {
    for (const other of [{ other: 1 }, ['other', {}]]) {
      const forged = withLeaf(plan, path, other);
      const isRead = parsePlan(forged) !== undefined;
      if (isRead && !free.test(`.${path.join('.')}`)) t.fail(`${path.join('.')} may be anything`);
      changed += 1;
    }
  }
  t.ok(changed > 500, 'every leaf of a plan with builds, replacements and recoveries');
});

function leavesOf(value: JsonValue, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(toJson(member), [...path, key]));
}

function withLeaf(value: JsonValue, [key, ...rest]: readonly string[], leaf: JsonValue): JsonValue {
  if (key === undefined) return leaf;
  if (isJsonArray(value)) {
    return value.map((one, index) => (String(index) === key ? withLeaf(one, rest, leaf) : one));
  }
  if (!isJsonObject(value)) return value;
  return { ...value, [key]: withLeaf(value[key] ?? null, rest, leaf) };
}

t.test('a plan for another engine or stack is refused', async (t) => {
  const { engine, stack: own } = decoded((await save(newHost(), stack)).text);
  const lines = (now: typeof engine, saved = engine) => checkEngine(saved, now)?.lines ?? [];
  t.same(lines(engine), []);
  t.match(lines({ ...engine, engine: 'docker' }), [/^made for embedded at memory; this is docker/]);
  t.match(lines({ ...engine, address: 'b' }), [/this is embedded at b$/]);
  t.match(lines({ ...engine, version: '9' }), ['version: was 0, is 9']);
  const told = { ...engine, identity: 'one' };
  t.same(lines({ ...told, address: 'b' }, told), [], 'one engine at two addresses');
  t.match(lines({ ...told, identity: 'two' }, told), [/, on another host$/]);
  t.equal(checkStack({ stack: own }, undefined), undefined, 'a stack that has no id yet');
  t.equal(checkStack({ stack: own }, own.id), undefined);
  t.match(checkStack({ stack: own }, 'other')?.lines, [
    /made for shop .* the stack here has other/,
  ]);
});
