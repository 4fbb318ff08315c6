/* What an image declares as data of its containers, on the real kernel. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { cannotRunContainers, makeTestHost } from '../testing/index.js';

const skip = cannotRunContainers() ?? false;
const soon = (): AbortSignal => AbortSignal.timeout(10_000);

t.test('volumes without a name', { skip }, async (t) => {
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  const { containers } = host.engine;
  const create = async (changes: Parameters<typeof host.spec>[0]): Promise<string> => {
    const request = { spec: host.spec(changes), layers: [host.layer], imageId: 'test' };
    const { id } = await containers.create({ ...request, nameless: ['/data', '/cache', '/tmp'] });
    return id;
  };
  const runOnce = async (id: string): Promise<readonly string[]> => {
    await containers.start(id);
    await containers.wait(id, soon());
    const lines: string[] = [];
    for await (const { text } of containers.logs(id)) lines.push(text);
    return lines;
  };
  const script = 'cat /data/*; echo kept >/data/new; echo x >/cache/y; mount | grep -c " /data "';
  const id = await create({
    name: 'first',
    read_only: true,
    tmpfs: { '/tmp': { size: null, mode: '1777' } },
    command: ['sh', '-c', script],
  });
  t.same(await runOnce(id), ['from the image', '1'], 'begin with what the image has there');
  const own = join(host.root, 'containers', id);
  t.notOk(existsSync(join(own, 'upper', 'data', 'new')), 'are not among what it wrote elsewhere');
  t.equal(readdirSync(join(own, 'nameless')).length, 2, 'none where something else is mounted');
  t.same((await runOnce(id)).slice(2), ['kept', 'from the image', '1'], 'outlive its runs');
  t.match(await containers.findPath(id, '/data/new', 'leave'), { path: '/data/new' });
  const other = await create({ name: 'second', command: ['sh', '-c', 'ls /data'] });
  t.same(await runOnce(other), ['seed'], 'are its own alone');
  const { live, asked } = await containers.inspect(id);
  t.same(live, asked, 'and are no part of its spec');
  await containers.remove(id);
  t.notOk(existsSync(own), 'go with it');
  await containers.remove(other);
  t.same(await host.close(), []);
});
