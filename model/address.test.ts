/* Addresses: what is written is read, the order is one, and what is within what. */
import fc from 'fast-check';
import t from 'tap';
import {
  compareAddresses,
  equalJson,
  formatAddress,
  formatModulePath,
  isWithin,
  kinds,
  parseAddress,
  parseModulePath,
  sortByAddress,
  toJson,
  type AddressParts,
} from './index.js';

/** States a law for drawn values. */
const law = <T>(drawn: fc.Arbitrary<T>, holds: (value: T) => boolean): void =>
  fc.assert(fc.property(drawn, holds), { seed: 20_261_121 });

const symbolName = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
const addressKey = fc.option(fc.oneof(fc.nat(), fc.string({ unit: 'binary' })), { nil: undefined });
const modulePath = fc
  .array(
    fc.record({
      name: symbolName.filter((name) => !kinds.some((kind) => kind === name)),
      key: addressKey,
    }),
    { maxLength: 3 },
  )
  .map((steps) =>
    steps.reduce(
      (outer, { name, key }) =>
        formatModulePath(outer, key === undefined ? { name } : { name, key }),
      '',
    ),
  );
const addressParts = fc
  .record({
    module: modulePath,
    kind: fc.constantFrom(...kinds),
    symbol: symbolName,
    key: addressKey,
  })
  .map(({ module, key, ...rest }): AddressParts => ({
    ...(module !== '' && { module }),
    ...rest,
    ...(key !== undefined && { key }),
  }));

t.test('addresses', (t) => {
  law(addressParts, (parts) => {
    const read = parseAddress(formatAddress(parts));
    return read !== undefined && equalJson(toJson(read), toJson(parts));
  });
  const addresses = fc.array(addressParts.map(formatAddress), { minLength: 3, maxLength: 3 });
  law(addresses, ([a = '', b = '', c = '']) => {
    const antisymmetric = Math.sign(compareAddresses(a, b)) === -Math.sign(compareAddresses(b, a));
    const transitive =
      compareAddresses(a, b) > 0 || compareAddresses(b, c) > 0 || compareAddresses(a, c) <= 0;
    return antisymmetric && transitive && compareAddresses(a, a) === 0;
  });
  t.same(
    ['container.web[10]', 'container.web[2]', 'image.z', 'container.web', 'volume.a["b"]'].sort(
      compareAddresses,
    ),
    ['image.z', 'volume.a["b"]', 'container.web', 'container.web[2]', 'container.web[10]'],
  );
  const inOrder = [
    'container.web',
    'a.volume.v',
    'a.container.v',
    'a.b.image.i',
    'a["x.y"].image.i',
    'a[2].image.i',
    'a[10].image.i',
    'b.image.i',
  ];
  t.same(
    sortByAddress([...inOrder].reverse().map((address) => ({ address }))).map(
      ({ address }) => address,
    ),
    inOrder,
  );
  t.same(parseAddress('shop.pg["a.b[0]"].container.db[1]'), {
    module: 'shop.pg["a.b[0]"]',
    kind: 'container',
    symbol: 'db',
    key: 1,
  });
  t.same(parseModulePath('shop.pg["eu"]'), [{ name: 'shop' }, { name: 'pg', key: 'eu' }]);
  t.equal(parseModulePath('pg.container.db'), undefined, 'which is a resource');
  for (const [address, place, within] of [
    ['container.web[1]', 'container.web', true],
    ['container.web2', 'container.web', false],
    ['pg["eu"].container.db', 'pg', true],
    ['pg["eu"].container.db', 'pg["eu"]', true],
    ['pg["eu"].container.db', 'pg["us"]', false],
    ['pg.container.db', 'pg.container.db', true],
  ] as const) {
    t.equal(isWithin(address, place), within, `${address} in ${place}`);
  }
  for (const text of [
    'web',
    'pod.web',
    'container.',
    'container.web[',
    'container.web[-1]',
    'container.web[a]',
    'container.1',
    'pg.container',
    'pg..container.db',
    'pg.container.db.',
    'pg[01].container.db',
    'volume.container.db',
    'container["x"].db',
  ]) {
    t.equal(parseAddress(text), undefined, text);
  }
  t.same(parseAddress('volume.data["a\\"b"]'), { kind: 'volume', symbol: 'data', key: 'a"b' });
  t.end();
});
