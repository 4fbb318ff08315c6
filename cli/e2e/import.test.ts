/*
 * What was made by hand, past Stowage, becomes a stack by `import --generate`: the plan only adopts,
 * and after an apply it is empty. On both engines, with what each of them can make.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { completeContainer, type ContainerSpec } from '../../model/index.js';
import { startDockerd, whyNoDockerd } from '../../providers/testing/index.js';
import {
  createEngine,
  findImage,
  layerPaths,
  locateStore,
  openStore,
} from '../../runtime/index.js';
import { watchMachine } from './host-watch.js';
import { elements, text } from './json.js';
import { copyExample, freePorts, stowage } from './stowage.js';

const run = promisify(execFile);

/** An engine on which things can be made past Stowage. */
interface Hand {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * Makes volume `files`, network `back-net` (10.77.3.0/24) and container `my.app-2` that uses all
   * sorts of settings; gives the names of containers that no file can say.
   */
  readonly make: (image: string, directory: string) => Promise<readonly string[]>;
}

/** The stack's files are all that there is to go by. */
async function scenario(t: Test, { name, env, make }: Hand): Promise<void> {
  const copy = copyExample('hello', `other_${name}`);
  const port = ['--param', `port=${await freePorts(1)}`];
  const directory = mkdtempSync(join(tmpdir(), 'stowage-import-'));
  const stack = join(directory, 'shop');
  mkdirSync(stack);
  const must = async (...args: readonly string[]) => {
    const done = await stowage(args, { env: { ...env, APP_SECRET: 'sesame-open' } });
    t.equal(done.code, 0, done.text);
    return done;
  };
  const secret = ['--secret', 'app_token=env:APP_SECRET'];
  const containers = async (): Promise<readonly string[]> =>
    elements((await must('ps', '--all', '--json')).stdout)
      .map(({ id, name: container, state }) => [container, id, state].map(text).join(' '))
      .sort();
  await must('apply', copy.directory, ...port, '--yes');
  const image = elements((await must('ps', '--all', '--json')).stdout)
    .filter((one) => text(one['name']) === `other_${name}-client`)
    .map((one) => text(one['image']))[0];
  const leftOut = await make(image ?? '', directory);
  const before = await containers();

  const file = join(stack, 'main.stow');
  const written = await must('import', '--generate', '--all', '--out', file);
  for (const one of leftOut) t.match(written.stderr, new RegExp(`container ${one} is left out`));
  const source = readFileSync(file, 'utf8');
  t.notMatch(source + written.text, /sesame/, 'no secret is written');
  t.match(source, /^stack shop\n/);
  t.match(source, /container my_app_2 \{\n {2}name: "my\.app-2"/);
  t.match(source, /APP_TOKEN: reveal\(app_token\)/);
  t.match(source, /mounts: \[[^\]]*files -> "\/srv"/);
  t.match(source, /networks: \{ back_net: \{ aliases: \["two"\], ipv4: 10\.77\.3\.20 \} \}/);
  t.equal((await must('fmt', '--check', stack)).code, 0, 'it is formatted');
  const again = await stowage(['import', '--generate', '--out', file], { env });
  t.equal(again.code, 64, 'nothing is overwritten');

  const plan = await must('plan', stack, ...secret);
  const verbs = plan.stdout.split('\n').filter((line) => /^ {2}\S \w+ /.test(line));
  t.ok(verbs.length > 3, plan.text);
  t.same(
    verbs.filter((line) => !line.startsWith('  & adopt ')),
    [],
    'it only adopts',
  );
  await must('apply', stack, '--yes', ...secret);
  const empty = await must('plan', stack, '--detailed-exitcode', ...secret);
  t.match(empty.stdout, /^No differences\./m);
  await must('drift', stack);
  t.same(await containers(), before, 'nothing was made anew, started or stopped');
  const rest = await must('import', '--generate', '--all');
  t.equal(rest.stdout, '', 'nothing is left that could be taken in');

  writeFileSync(file, source.replace('stack shop', 'stack shop2'));
  rmSync(join(stack, 'stowage.lock'), { force: true });
  const foreign = await stowage(['plan', stack, ...secret], {
    env: { ...env, APP_SECRET: 'sesame-open' },
  });
  t.equal(foreign.code, 1, 'what another stack owns is not taken');
  t.match(foreign.stderr, /belongs to stack shop/);
  const volumes = [...source.matchAll(/^volume (\w+)/gm)].map(([, symbol]) => `volume.${symbol}`);
  await must(
    'destroy',
    '--stack',
    'shop',
    '--yes',
    ...volumes.flatMap((volume) => ['--allow-destroy', volume]),
  );
  for (const one of leftOut) await must('rm', '--force', one);
  await must('destroy', copy.directory, ...port, '--yes', '--allow-destroy', 'volume.visits');
  t.same(await containers(), []);
  copy.remove();
  rmSync(directory, { recursive: true });
}

t.test('on the embedded engine', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'stowage-root-'));
  const leftOnHost = watchMachine({ runRoots: [locateStore({ root }).runRoot] });
  const make: Hand['make'] = async (image, directory) => {
    const selfCommand = [process.execPath, resolve('dist/stowage.js')];
    const store = await openStore({ root });
    const engine = createEngine(store, { selfCommand });
    const found = await findImage(store, image);
    if (!found) throw new Error(`no image ${image}`);
    const labels = { team: 'x' };
    await engine.volumes.create({ name: 'files', labels });
    const subnet = '10.77.3.0/24';
    await engine.networks.create({
      name: 'back-net',
      internal: true,
      subnet,
      gateway: null,
      labels: {},
    });
    const specs: readonly ContainerSpec[] = [
      {
        name: 'my.app-2',
        image,
        command: ['sleep', '100'],
        env: { A: '1 "x" ${y}', APP_TOKEN: 'sesame-open' },
        labels,
        hostname: 'host.name',
        mounts: [
          { type: 'volume', source: 'files', target: '/srv' },
          { type: 'bind', source: directory, target: '/conf', read_only: true },
        ],
        tmpfs: { '/run': { size: 2 ** 24, mode: '700' } },
        networks: { 'back-net': { aliases: ['two'], ipv4: '10.77.3.20' } },
        memory: 2 ** 26,
        pids: 50,
        user: '0:0',
        workdir: '/srv',
        read_only: true,
        cap_drop: ['CHOWN'],
        stop_signal: 'SIGKILL',
        health: { test: ['true'], interval: 1000 },
      },
      { name: 'idle', image, command: ['true'], networks: {} },
    ];
    for (const spec of specs) {
      await engine.containers.create({
        spec: completeContainer(spec, found.config),
        layers: layerPaths(store, found),
        imageId: found.id,
      });
    }
    await engine.containers.start('my.app-2');
    return [];
  };
  const env = { STOWAGE_ENGINE: 'embedded', STOWAGE_ROOT: root };
  await scenario(t, { name: 'embedded', env, make });
  t.same(await leftOnHost(), []);
  rmSync(root, { recursive: true, force: true });
});

const hindrance = whyNoDockerd();
t.test('on Docker', { skip: hindrance ?? false }, async (t) => {
  const dockerd = await startDockerd();
  t.teardown(() => dockerd.stop());
  const make: Hand['make'] = async (image, directory) => {
    const docker = async (line: string, ...rest: readonly string[]): Promise<void> => {
      await run('docker', ['-H', dockerd.address, ...line.split(' '), ...rest]);
    };
    await docker('volume create --label team=x files');
    await docker('network create --internal --subnet 10.77.3.0/24 --gateway 10.77.3.9 back-net');
    await docker(
      'run -d --name my.app-2 -h host.name -l team=x -v files:/srv -v /anonymous --network back-net ' +
        '--ip 10.77.3.20 --network-alias two --restart on-failure:3 --memory 64m --cpus 0.5 ' +
        '--pids-limit 50 --health-cmd true --health-interval 2s --user 0:0 -w /srv --read-only ' +
        '--tmpfs /run:size=16m,mode=700 --cap-add KILL --cap-drop CHOWN --stop-signal SIGKILL ' +
        '--stop-timeout 3 --security-opt no-new-privileges',
      ...['-e', 'A=1 "x" ${y}', '-e', 'APP_TOKEN=sesame-open', '-v', `${directory}:/conf:ro`],
      ...[image, 'sleep', '100'],
    );
    const brief = '--stop-timeout 1';
    await docker(`run -d ${brief} --name on-default ${image} sleep 100`);
    await docker(`run -d ${brief} --name nowhere --network none --entrypoint sleep ${image} 100`);
    await docker(
      `run -d ${brief} --name proj-api-1 -l com.docker.compose.project=proj ` +
        `-l com.docker.compose.service=api --network back-net --network-alias api ${image} sleep 100`,
    );
    await docker(`create ${brief} --name created ${image} sleep 100`);
    await docker(`run --name done ${image} true`);
    await docker(`run -d ${brief} --name on-host --network host ${image} sleep 100`);
    await docker(`run -d ${brief} -t --name terminal ${image} sleep 100`);
    await docker(
      'network create --ipv6 --subnet 10.77.4.0/24 --ip-range 10.77.4.128/25 --aux-address router=10.77.4.5 ' +
        '--subnet fd00:77::/64 -o com.docker.network.driver.mtu=1400 wide-net',
    );
    await docker('volume create -o type=tmpfs -o device=tmpfs -o o=noexec memory');
    await docker(
      `run -d ${brief} --name mounted --network wide-net --ip6 fd00:77::9 --link-local-ip 169.254.7.7 ` +
        '--mount type=volume,source=memory,target=/memory,volume-nocopy ' +
        '--mount type=bind,source=/usr,target=/host,readonly,bind-nonrecursive ' +
        '--mount type=tmpfs,destination=/fast,tmpfs-size=1m,tmpfs-mode=0700 --tmpfs /run:exec,size=1m ' +
        `-v ${directory}:/shared:ro,z ${image} sleep 100`,
    );
    await docker(`run -d --rm --name passing ${image} sleep 100`);
    await docker(`run -d --name guest --network container:nowhere ${image} sleep 100`);
    return ['passing', 'guest'];
  };
  await scenario(t, { name: 'docker', env: { STOWAGE_ENGINE: dockerd.address }, make });
});
