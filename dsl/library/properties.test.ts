/* Laws that hold for any value; and no call of any function with any arguments throws. */
import fc from 'fast-check';
import t, { type Test } from 'tap';
import type { JsonValue } from '../../model/index.js';
import { categories, signatureOf } from './index.js';
import type { Parameter, Shape } from './shape.js';
import { evaluated } from './testing/index.js';

/** A value as an expression of the language. */
const written = (value: unknown): string => JSON.stringify(value).replaceAll('${', '\\${');

const character = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  fc.constantFrom(',', '/', '.', ' ', '\n', '"', '\\', '$', '{', ':', '-', '#', '0', '~', "'"),
);
const text = fc.array(character, { maxLength: 12 }).map((parts) => parts.join(''));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => (value === 0 ? 0 : value)),
);
const { data } = fc.letrec<{ data: JsonValue }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(text, tie('data'), { maxKeys: 4 }),
  ),
}));

/** Says of an expression in which `x` stands for a value that it is true. */
function holds(t: Test, value: fc.Arbitrary<unknown>, expression: string): void {
  const law = fc.property(value, (one) => {
    const { json, messages } = evaluated(expression, `let x = ${written(one)}`);
    return json === true && messages.length === 0;
  });
  const { counterexample, numRuns } = fc.check(law, { numRuns: 50 });
  t.equal(counterexample, null, `${expression}, tried ${numRuns} times`);
}

t.test('what is encoded is decoded', async (t) => {
  holds(t, text, 'base64_decode(base64_encode(x)) == x');
  holds(t, text, 'hex_decode(hex_encode(x)) == x');
  holds(t, text, 'url_decode(url_encode(x)) == x');
  holds(t, data, 'json_decode(json_encode(x)) == x');
  holds(t, data, 'json_decode(json_encode(x, 2)) == x');
  holds(t, data, 'yaml_decode(yaml_encode(x)) == x');
  holds(t, data, 'yaml_decode(json_encode(x)) == x');
  holds(t, fc.integer(), 'parse_int(format_int(x, 36), 36) == x && int(string(x)) == x');
  holds(t, number, 'float(string(x)) == x');
});

t.test('lists and objects are taken apart and put together', async (t) => {
  const texts = fc.array(text, { maxLength: 8 });
  holds(t, text, 'join(split(x, ","), ",") == x && join(split(x, ""), "") == x');
  holds(t, texts, 'sort(sort(x)) == sort(x) && length(sort(x)) == length(x)');
  holds(t, texts, 'sort(reverse(x)) == sort(x) && reverse(reverse(x)) == x');
  holds(t, texts, 'unique(unique(x)) == unique(x) && difference(x, unique(x)) == []');
  holds(t, texts, 'union(x, x) == unique(x) && intersection(x, x) == unique(x)');
  holds(t, fc.array(data, { maxLength: 8 }), 'flatten(chunk(x, 3)) == x');
  holds(t, fc.array(data, { maxLength: 8 }), 'concat(slice(x, 0, 2), slice(x, 2)) == x');
  const objects = fc.dictionary(text, data, { maxKeys: 6 });
  holds(t, objects, 'from_entries(entries(x)) == x && zip_map(keys(x), values(x)) == x');
  holds(t, objects, 'merge(pick(x, ["", "a"]), omit(x, ["", "a"])) == x && merge_deep(x, x) == x');
  holds(t, text, 'normalize_path(normalize_path(x)) == normalize_path(x)');
  holds(t, text, 'substring(x, 0, 3) == join(slice(split(x, ""), 0, 3), "")');
});

t.test('subnets lie where arithmetic says', async (t) => {
  const address = fc
    .tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 255 })))
    .map((parts) => parts.join('.'));
  const subnet = fc
    .tuple(address, fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 255 }))
    .map(([ip, prefix, index]) => ({ ip, prefix, cidr: `${ip}/${prefix}`, index }));
  const inner = 'cidr_subnet(x.cidr, x.prefix + 8, x.index)';
  holds(t, subnet, 'cidr_contains(x.cidr, x.ip) && cidr_prefix(x.cidr) == x.prefix');
  holds(t, subnet, `cidr_contains(x.cidr, ${inner}) && cidr_overlaps(${inner}, x.cidr)`);
  holds(
    t,
    subnet,
    `cidr_host(${inner}, 0) == ip_add(cidr_network(x.cidr), x.index * int(pow(2, 24 - x.prefix)))`,
  );
  holds(t, subnet, 'cidr_broadcast(x.cidr) == cidr_host(x.cidr, -1)');
});

/** Things to call functions with, of all kinds, some of them wrong anywhere. */
const anything = fc.oneof(
  fc.constantFrom(
    ...['null', 'true', '-1', '0', '1', '2.5', '9007199254740991', '1e300', '5s', '64MiB'],
    ...[
      '80',
      '53/udp',
      '10.0.0.7',
      '10.0.0.0/30',
      '0.0.0.0/0',
      '[]',
      '{}',
      '[[]]',
      '""',
      '"\\ud800"',
    ],
    ...[
      'db_password',
      'c',
      'many',
      'named',
      'c.hostname',
      'late',
      '1 -> 2',
      'after',
      '[db_password]',
    ],
    ...['{ a: null, b: [1, "x"] }', '[{ key: "a", value: 1 }]', '"(a+)+$"', '"1.2.3"', '"a: [1"'],
    ...['"motd.txt"', '"conf/web.conf.tpl"', '"CI_COMMIT"', '"[1, 2"', '0..<50', '[c, many]'],
  ),
  text.map(written),
  data.map(written),
);

/** Mostly what a parameter takes. */
function fitting(shape: Shape): fc.Arbitrary<string> {
  switch (shape.kind) {
    case 'plain':
      return plainOf(shape.of);
    case 'list':
      return fc
        .array(fitting(shape.item), { maxLength: 4 })
        .map((items) => `[${items.join(', ')}]`);
    case 'map':
      return fc.dictionary(text, fitting(shape.value), { maxKeys: 4 }).map(
        (map) =>
          `{ ${Object.entries(map)
            .map(([key, one]) => `${written(key)}: ${one}`)
            .join(', ')} }`,
      );
    case 'union':
      return fc.oneof(...shape.members.map(fitting));
    default:
      return anything;
  }
}

function plainOf(kind: string): fc.Arbitrary<string> {
  switch (kind) {
    case 'int':
      return fc.integer({ min: -40, max: 40 }).map(String);
    case 'float':
      return number.map(written);
    case 'string':
      return fc.oneof(text.map(written), anything);
    case 'size':
      return fc.nat().map((bytes) => `${bytes}B`);
    case 'duration':
      return fc.nat().map((time) => `${time}ms`);
    default:
      return anything;
  }
}

const argumentOf = ({ shape }: Parameter): fc.Arbitrary<string> =>
  fc.oneof({ weight: 4, arbitrary: fitting(shape) }, anything);

/** Calls of a function, mostly with the right arguments. */
function callsOf(name: string, parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const least = parameters.filter(({ optional, rest }) => !optional && !rest).length;
  return fc
    .tuple(
      fc.tuple(...parameters.map(argumentOf)),
      fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: least, max: parameters.length }) },
        fc.nat(4),
      ),
      anything,
    )
    .map(([given, count, more]) => {
      const all = [...given, more].slice(0, count);
      return `${name}(${all.join(', ')})`;
    });
}

t.test('no call throws, whatever the function and the arguments', async (t) => {
  const before = `volume after {}
container c { image: "x" }
container many for i in 0..<3 { image: "x" }
container named for k in ["a", "b"] { image: "x" }
let late = c.id
`;
  const all = categories.flatMap(({ functions }) => functions.map(signatureOf));
  let values = 0;
  for (const { name, parameters } of all) {
    fc.assert(
      fc.property(
        fc.array(callsOf(name, parameters), { minLength: 12, maxLength: 12 }),
        (calls) => {
          const lets = calls.map((call, index) => `let v${index} = ${call}\n`).join('');
          const { messages } = evaluated('1', before + lets);
          values += calls.length - messages.length;
        },
      ),
      { numRuns: 5 },
    );
  }
  t.ok(values > all.length * 12, `${values} of the calls gave values`);
});
