/* Subnets, ports and the firewall as text: no container is run here. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import t from 'tap';
import { faultOf } from '../testing/index.js';
import { sweepCommands } from './firewall.js';
import { holdPorts, parsePorts, portsClash, type PublishedPort } from './ports.js';
import { hasRules } from './standing.js';
import {
  addressNumber,
  addressText,
  freeAddress,
  freeSubnet,
  isUsable,
  occupiedSubnets,
  overlaps,
  parseSubnet,
  subnetText,
} from './subnet.js';

t.test('subnets', (t) => {
  t.equal(addressText(addressNumber('10.89.255.1')), '10.89.255.1');
  t.equal(subnetText(parseSubnet('10.89.7.13/24')), '10.89.7.0/24');
  t.ok(overlaps(parseSubnet('10.0.0.0/8'), parseSubnet('10.89.7.0/24')));
  t.notOk(overlaps(parseSubnet('10.89.6.0/24'), parseSubnet('10.89.7.0/24')));
  const small = parseSubnet('10.1.1.0/30');
  t.notOk(isUsable(small, addressNumber('10.1.1.0')));
  t.notOk(isUsable(small, addressNumber('10.1.1.3')));
  t.equal(freeAddress(small, new Set(['10.1.1.1'])), '10.1.1.2');
  t.equal(freeAddress(small, new Set(['10.1.1.1', '10.1.1.2'])), undefined);
  t.match(freeSubnet([], 0), parseSubnet('10.89.0.0/24'));
  t.match(freeSubnet([parseSubnet('10.89.255.0/24')], 255), parseSubnet('10.89.0.0/24'));
  t.equal(freeSubnet([parseSubnet('10.0.0.0/8')], 3), undefined);
  for (const { subnet, device } of occupiedSubnets()) {
    t.ok(subnet.prefix > 0, `${subnetText(subnet)} by ${device}`);
  }
  t.end();
});

t.test('ports clash on one address, or with every one', (t) => {
  const port = (key: string): PublishedPort => {
    const [only] = parsePorts({ [key]: 80 });
    if (only === undefined) throw new TypeError(key);
    return only;
  };
  const cases = [
    ['127.0.0.1:80/tcp', '127.0.0.1:80/tcp', true],
    ['127.0.0.1:80/tcp', '0.0.0.0:80/tcp', true],
    ['127.0.0.1:80/tcp', '127.0.0.2:80/tcp', false],
    ['0.0.0.0:80/tcp', '0.0.0.0:80/udp', false],
    ['0.0.0.0:80/tcp', '0.0.0.0:81/tcp', false],
  ] as const;
  for (const [a, b, expected] of cases) {
    t.equal(portsClash(port(a), port(b)), expected, `${a} and ${b}`);
  }
  t.end();
});

t.test('ports are held until they are let go', async (t) => {
  const [tcp] = parsePorts({ '127.0.0.1:18471/tcp': 80 });
  const [udp] = parsePorts({ '127.0.0.1:18471/udp': 80 });
  if (tcp === undefined || udp === undefined) throw new TypeError('two ports');
  const hold = await holdPorts([tcp, udp]);
  t.equal(hold.descriptors.length, 2);
  t.match(await faultOf(holdPorts([tcp])), { kind: 'port-in-use', port: 18471, protocol: 'tcp' });
  t.match(await faultOf(holdPorts([udp])), { kind: 'port-in-use', protocol: 'udp' });
  hold.release();
  const server = createServer().listen(18471, '127.0.0.1');
  await once(server, 'listening');
  t.match(await faultOf(holdPorts([udp, tcp])), { kind: 'port-in-use', protocol: 'tcp' });
  const socket = createSocket('udp4').bind(18471, '127.0.0.1');
  await once(socket, 'listening');
  t.pass('of several ports none is kept when one is taken');
  socket.close();
  server.close();
  const elsewhere = parsePorts({ '203.0.113.9:80/tcp': 80 });
  t.match(await faultOf(holdPorts(elsewhere)), { kind: 'port-refused' });
});

const empty = `*filter
:FORWARD ACCEPT [0:0]
:NETAVARK_FORWARD - [0:0]
:NETAVARK_ISOLATION_1 - [0:0]
-A FORWARD -m comment --comment "netavark firewall plugin rules" -j NETAVARK_FORWARD
-A FORWARD -s 10.0.0.0/8 -j ACCEPT
COMMIT
*nat
:OUTPUT ACCEPT [0:0]
:NETAVARK-HOSTPORT-DNAT - [0:0]
:NETAVARK-HOSTPORT-SETMARK - [0:0]
-A OUTPUT -m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT
-A NETAVARK-HOSTPORT-SETMARK -j MARK --set-xmark 0x2000/0x2000
COMMIT
`;

t.test('empty chains are removed, and nothing else', (t) => {
  t.equal(
    sweepCommands(empty),
    `*filter
-D FORWARD -m comment --comment "netavark firewall plugin rules" -j NETAVARK_FORWARD
-F NETAVARK_FORWARD
-F NETAVARK_ISOLATION_1
-X NETAVARK_FORWARD
-X NETAVARK_ISOLATION_1
COMMIT
*nat
-D OUTPUT -m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT
-F NETAVARK-HOSTPORT-DNAT
-F NETAVARK-HOSTPORT-SETMARK
-X NETAVARK-HOSTPORT-DNAT
-X NETAVARK-HOSTPORT-SETMARK
COMMIT
`,
  );
  t.equal(sweepCommands('*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n'), '');
  t.end();
});

t.test('chains that somebody uses stay, all of them', (t) => {
  const network = empty.replace(':NETAVARK-HOSTPORT-DNAT', ':NETAVARK-1D8721804F16F - [0:0]\n$&');
  const port = empty.replace(
    '-A NETAVARK-HOSTPORT-SETMARK',
    '-A NETAVARK-HOSTPORT-DNAT -p tcp -m tcp --dport 80 -j NETAVARK-DN-1D8721804F16F\n$&',
  );
  const isolated = empty.replace(
    '-A FORWARD -s',
    '-A NETAVARK_ISOLATION_1 -i podman1 ! -o podman1 -j NETAVARK_ISOLATION_2\n$&',
  );
  const accepted = empty.replace(
    '-A FORWARD -s',
    '-A NETAVARK_FORWARD -d 10.88.0.0/16 -j ACCEPT\n$&',
  );
  for (const saved of [network, port, isolated, accepted]) t.equal(sweepCommands(saved), '');
  t.end();
});

t.test('a network stands when all of its rules are there', (t) => {
  const network = { internal: false, bridge: 'stw1', subnet: '10.89.1.0/24' };
  const rules = [
    '-A NETAVARK_FORWARD -s 10.89.1.0/24 -j ACCEPT',
    '-A NETAVARK_ISOLATION_1 -i stw1 ! -o stw1 -j NETAVARK_ISOLATION_2',
    '-A POSTROUTING -s 10.89.1.0/24 -j NETAVARK-0123456789ABC',
  ];
  t.ok(hasRules(new Set(rules), network));
  for (const missing of rules) {
    t.notOk(hasRules(new Set(rules.filter((rule) => rule !== missing)), network), missing);
  }
  t.notOk(hasRules(new Set(rules), { ...network, subnet: '10.89.10.0/24' }));
  t.ok(hasRules(new Set(), { ...network, internal: true }), 'one that leads nowhere has none');
  t.end();
});
