/* Networks with several subnets, and addresses of containers in them, as they clash. */
import t from 'tap';
import { compile } from './compile.js';

const errorsOf = (body: string): readonly string[] =>
  compile([{ path: 'main.stow', text: `stack shop\n${body}\n` }])
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, summary }) => `${code}: ${summary}`);

const web = (...endpoint: readonly string[]): string =>
  `container web { image: "web:1", networks: { back: { ${endpoint.join(', ')} } } }`;

t.test('what a network can be made of', async (t) => {
  const full = `network back {
    driver: "macvlan"
    driver_options: { parent: "eth0" }
    subnet: 10.89.7.0/24
    gateway: 10.89.7.254
    ip_range: 10.89.7.128/25
    aux_addresses: { router: "10.89.7.9" }
    ipam: [{ subnet: "fd00:7::/64", ip_range: "fd00:7::8000/113" }, { subnet: "10.89.8.0/24" }]
    mtu: 9000
  }`;
  t.same(errorsOf(`${full}\n${web('ipv4: 10.89.8.7', 'ipv6: "FD00:7:0::7"')}`), []);
});

t.test('what cannot be', async (t) => {
  const six = 'network back { ipam: [{ subnet: "fd00:7::/64" }] }';
  const cases: readonly (readonly [string, RegExp])[] = [
    ['network back { ip_range: 10.89.7.0/25 }', /^invalid-address: `ip_range` needs a `subnet`/],
    ['network back { aux_addresses: { a: "10.0.0.1" } }', /`aux_addresses` needs a `subnet`/],
    [
      'network back { subnet: 10.89.7.0/24, ip_range: 10.89.8.0/25 }',
      /the range 10.89.8.0\/25 is no part of 10.89.7.0\/24/,
    ],
    [
      'network back { subnet: 10.89.7.0/24, aux_addresses: { a: "10.89.8.1" } }',
      /^invalid-address: 10.89.8.1 is no host address of 10.89.7.0\/24/,
    ],
    [
      'network back { ipam: [{ subnet: "fd00:7::/64", gateway: "fd00:8::1" }] }',
      /^invalid-gateway: .* no host address of fd00:7::\/64/,
    ],
    ['network back { ipam: [{ subnet: "fd00:7::1/64" }] }', /an address inside a subnet/],
    ['network back { ipv6: false, ipam: [{ subnet: "fd00:7::/64" }] }', /is to have no addresses/],
    [
      'network back { subnet: 10.89.7.0/24, ipam: [{ subnet: "10.89.8.0/24" }] }',
      /two subnets of IPv4, and a bridge takes one/,
    ],
    [`${six}\nnetwork front { ipam: [{ subnet: "fd00:7::/60" }] }`, /^subnet-overlap: the subnets/],
    [
      'network back { driver: "ipvlan", subnet: 10.89.0.0/16, ipam: [{ subnet: "10.89.7.0/24" }] }',
      /^subnet-overlap: two subnets of network.back overlap/,
    ],
    [`network back {}\n${web('ipv6: "fd00:7::7"')}`, /needs a subnet of IPv6 in `ipam`/],
    [`${six}\n${web('ipv6: "fd00:8::7"')}`, /fd00:8::7 is no host address of fd00:7::\/64/],
    [`${six}\n${web('ipv6: "fd00:7:0:0::1"')}`, /is taken by the gateway of the network/],
    [
      `network back { subnet: 10.89.7.0/24, aux_addresses: { router: "10.89.7.9" } }\n${web('ipv4: 10.89.7.9')}`,
      /10.89.7.9 is taken by router of the network/,
    ],
    [
      `${six}\n${web('ipv6: "fd00:7::7"')}\ncontainer two { image: "web:1", networks: { back: { ipv6: "fd00:7:0::7" } } }`,
      /is taken by container.web/,
    ],
    [`network back {}\n${web('mac: "01:42:0a:00:00:07"')}`, /mac/],
  ];
  for (const [body, expected] of cases) {
    const found = errorsOf(body);
    t.equal(found.length, 1, body);
    t.match(found[0], expected, body);
  }
});
