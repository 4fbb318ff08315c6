/* Addresses and subnets in one spelling. */
import fc from 'fast-check';
import t from 'tap';
import {
  addressBefore,
  addressRange,
  addressValue,
  canonicalAddress,
  canonicalSubnet,
  firstHost,
  isHostAddress,
  rangesOverlap,
  subnetBetween,
} from './ip.js';

t.test('an address of IPv6 has one spelling', async (t) => {
  const cases = [
    ['FD00:0:0:0:0:0:0:1', 'fd00::1'],
    ['::', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
    ['10:0:0:0:0:0:0:10', '10::10'],
  ] as const;
  for (const [written, canonical] of cases) t.equal(canonicalAddress(written), canonical);
});

t.test('what is no address stays as it is', async (t) => {
  for (const text of ['1:2', ':::', 'fd00::1::2', '1:2:3:4:5:6:7:8:9', 'g::1', '::1.2.3.400']) {
    t.equal(addressValue(text), undefined, text);
    t.equal(canonicalAddress(text), text);
  }
  t.equal(addressValue('256.0.0.1'), undefined);
  t.equal(addressRange('10.0.0.0/33'), undefined);
});

t.test('every spelling of an address is the same one', async (t) => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const canonical = canonicalAddress(text);
      return (
        addressValue(canonical) === addressValue(text) && canonicalAddress(canonical) === canonical
      );
    }),
  );
  t.pass('it holds for every drawn address');
});

t.test('subnets', async (t) => {
  t.equal(canonicalSubnet('FD00:7:0::9/64'), 'fd00:7::/64');
  t.equal(canonicalSubnet('10.89.7.9/24'), '10.89.7.0/24');
  t.equal(firstHost('fd00:7::/64'), 'fd00:7::1');
  t.equal(firstHost('10.89.7.0/24'), '10.89.7.1');
  t.equal(addressBefore('10.89.8.0'), '10.89.7.255');
  t.equal(subnetBetween('10.89.7.128', '10.89.7.255'), '10.89.7.128/25');
  t.equal(subnetBetween('fd00::8000', 'fd00::ffff'), 'fd00::8000/113');
  t.equal(subnetBetween('10.89.7.5', '10.89.7.9'), undefined, 'a range that is no subnet');
  const [four, six] = [addressRange('10.89.7.0/24'), addressRange('fd00::/64')];
  if (!four || !six) throw new Error('these are subnets');
  t.ok(isHostAddress(four, '10.89.7.254'));
  t.notOk(isHostAddress(four, '10.89.7.255'), 'that is for all of them');
  t.ok(isHostAddress(six, 'fd00::ffff:ffff:ffff:ffff'));
  t.notOk(isHostAddress(six, '10.89.7.254'), 'another family');
  t.notOk(rangesOverlap(four, six));
});
