/* What a real dockerd and its host say about what a plan will need. */
import t from 'tap';
import { nothingInTheWay, type SurveyQuery } from '../../model/index.js';
import { recordRequests, startTrial, whyNoDockerd } from '../testing/index.js';
import { openDocker } from './index.js';

const hindrance = whyNoDockerd();
const nothing: SurveyQuery = {
  ports: [],
  sources: [],
  subnets: [],
  addresses: [],
  uses: [],
  platforms: [],
  room: false,
};

if (hindrance !== undefined) {
  t.test('survey of Docker', { skip: hindrance }, () => undefined);
} else {
  const trial = await startTrial();
  t.teardown(() => trial.end());
  const { docker, dockerd, engine, image, directory } = trial;
  const survey = (query: Partial<SurveyQuery>) => engine.survey({ ...nothing, ...query });

  t.test('containers and networks of others are in the way, and named', async (t) => {
    await docker('network', 'create', '--subnet', '10.77.1.0/24', 'theirs');
    const joined = ['--network', 'theirs', '--ip', '10.77.1.9', '-p', '8077:80', image];
    const id = await docker('run', '-d', '--name', 'them', ...joined, 'sleep', '100');
    t.teardown(async () => {
      await docker('rm', '-f', 'them');
      await docker('network', 'rm', 'theirs');
    });
    const holder = { kind: 'container', id, name: 'them' };
    t.same((await survey({ ports: ['127.0.0.1:8077/tcp', '0.0.0.0:8077/udp'] })).ports, [
      { port: '127.0.0.1:8077/tcp', holder },
    ]);
    const addresses = ['10.77.1.9', '10.77.1.8'].map((address) => ({ network: 'theirs', address }));
    t.same((await survey({ addresses })).addresses, [
      { network: 'theirs', address: '10.77.1.9', holder },
    ]);
    const { subnets } = await survey({ subnets: ['10.77.0.0/16', '10.78.0.0/16'] });
    t.match(subnets, [
      {
        subnet: '10.77.0.0/16',
        other: '10.77.1.0/24',
        holder: { kind: 'network', name: 'theirs' },
      },
    ]);
  });

  t.test('what else is on the daemon’s host, in its own network', async (t) => {
    const port = '0.0.0.0:8078/tcp';
    t.same((await survey({ ports: [port] })).ports, [], 'the port is free');
    const release = await dockerd.listenInside(8078);
    const { ports } = await survey({ ports: [port] });
    await release();
    t.match(ports, [{ port, holder: { kind: 'host', text: /node \(process \d+\)/ } }]);
    const { sources, room } = await survey({ sources: [directory, '/no/such'], room: true });
    t.match(sources, [{ source: '/no/such', problem: /there is nothing/ }]);
    t.match(room, { path: /stowage-dockerd/, free: Number });
  });

  t.test('a daemon whose socket is another’s says only what it knows itself', async (t) => {
    const recorder = await recordRequests(dockerd.socketPath, `${directory}/elsewhere.sock`);
    const reader = await openDocker({ address: recorder.address }).reader();
    const release = await dockerd.listenInside(8079);
    const answer = await reader.survey({ ...nothing, ports: ['0.0.0.0:8079/tcp'] });
    await release();
    await reader.close();
    await recorder.stop();
    t.same(answer, nothingInTheWay, 'ports of another network are not looked at');
  });
}
