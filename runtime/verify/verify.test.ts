/* A store on the disk that is whole, and one in which each sort of thing is broken. */
import { appendFileSync, mkdirSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import {
  build,
  busybox,
  closeTestStack,
  imageOf,
  newStore,
  run,
} from '../build/test-stack-fixture.js';
import { layerDirectory, layerLink } from '../layers/index.js';
import { cannotRunContainers } from '../testing/index.js';
import { createVolume } from '../volumes/index.js';
import { verifyStore } from './index.js';

t.teardown(closeTestStack);
const skip = cannotRunContainers() ?? false;

t.test('what is not whole is told with its place', { skip }, async (t) => {
  const store = await newStore();
  const image = await build(store, imageOf([...busybox, run('echo x > /x'), run('echo y > /y')]));
  await createVolume(store, { name: 'data', labels: {} });
  await createVolume(store, { name: 'more', labels: {} });
  const whole = await verifyStore(store);
  t.same(whole.faults, []);
  t.match(whole.read, { images: 1, volumes: 2, containers: 0, networks: 0 });
  t.ok(whole.read.layers >= 3 && whole.read.blobs >= 1);

  const [first = '', second = '', third = ''] = image.layers;
  appendFileSync(join(layerDirectory(store, third), 'y'), 'by hand\n');
  unlinkSync(layerLink(store, second));
  rmSync(join(store.paths.layers, first), { recursive: true });
  const [blob = ''] = readdirSync(store.paths.blobs);
  appendFileSync(join(store.paths.blobs, blob), ' ');
  rmSync(join(store.paths.volumes, 'data', '_data'), { recursive: true });
  writeFileSync(join(store.paths.volumes, 'more', 'volume.json'), '{ "name": ');
  writeFileSync(join(store.paths.networks, 'net.json'), '{}');
  mkdirSync(join(store.paths.containers, 'a'.repeat(64)));
  const gone = `sha256:${'b'.repeat(64)}`;
  const names = { 'test/app:1': image.id, 'test/gone:1': gone };
  writeFileSync(join(store.paths.images, 'refs.json'), JSON.stringify(names));
  const { faults } = await verifyStore(store);
  const told = faults.map(({ place, fault }) => `${place}: ${fault}`).sort();
  const hex = image.id.slice('sha256:'.length);
  const expected = [
    new RegExp(`^blobs/sha256/${blob}: its content has the digest [0-9a-f]{64}$`),
    /^containers\/a{64}: it has no record$/,
    new RegExp(`^images/${hex}\\.json: its layer ${first} is missing$`),
    /^images\/refs\.json: test\/gone:1 is the name of an image that is not there$/,
    new RegExp(`^layers/${third}: its files give the digest sha256:[0-9a-f]{64}$`),
    new RegExp(`^layers/${second}: the link [0-9a-f]{16} leads to nothing$`),
    /^networks\/net\.json: /,
    /^volumes\/data: its files are gone$/,
    /^volumes\/more: /,
  ];
  t.equal(told.length, expected.length, told.join('\n'));
  for (const one of expected) t.equal(told.filter((line) => one.test(line)).length, 1, `${one}`);
  t.ok(
    faults.every(({ fix }) => fix.endsWith('.')),
    'each with what to do',
  );
});
