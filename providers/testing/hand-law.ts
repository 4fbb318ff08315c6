/*
 * The second law of the lenses for one container, as every engine of the Docker provider has to keep it: what
 * is changed by hand while it runs, and only that, is what reads differently.
 */
import type { Test } from 'tap';
import type { CompletedContainer, ContainerSpec } from '../../model/index.js';
import type { LawTrial } from './laws.js';

/** A running container, connected to `law-a`, on which a hand is laid. */
export interface Laid {
  readonly name: string;
  /** As it was made. */
  readonly completed: CompletedContainer;
  /** What is read after a command of the engine. */
  readonly after: (...command: readonly string[]) => Promise<CompletedContainer>;
}

/**
 * @param also what the engine lets be changed beside connections, name and state; gives how the container
 * reads after that
 */
export async function handLaw(
  t: Test,
  trial: LawTrial,
  more: Partial<ContainerSpec>,
  also: (laid: Laid) => Promise<CompletedContainer>,
): Promise<void> {
  const { create, docker, image, observed, perform } = trial;
  const name = 'law-drifts';
  const completed = await create({
    name,
    image,
    command: ['sleep', '1000'],
    memory: 64 * 2 ** 20,
    networks: { 'law-a': { aliases: ['web'] } },
    ...more,
  });
  const { fingerprint } = await observed(name);
  await perform({ op: 'start-container', target: { kind: 'container', name } });
  const after: Laid['after'] = async (...command) => {
    await docker(...command);
    return (await observed(name)).completed;
  };
  const standing = await also({ name, completed, after });
  t.same(await after('network', 'connect', '--alias', 'x', 'law-b', name), {
    ...standing,
    networks: { ...standing.networks, 'law-b': { aliases: ['x'], ipv4: null } },
  });
  await docker('network', 'disconnect', 'law-b', name);
  t.same(await after('network', 'disconnect', 'law-a', name), { ...standing, networks: {} });
  t.same(await after('network', 'connect', '--alias', 'web', 'law-a', name), standing);
  await docker('rename', name, 'law-renamed');
  t.same((await observed('law-renamed')).completed, { ...standing, name: 'law-renamed' });
  await docker('rename', 'law-renamed', name);
  await docker('pause', name);
  t.equal((await observed(name)).status.state, 'paused');
  await docker('unpause', name);
  await docker('stop', '-t', '0', name);
  const back = await observed(name);
  t.same(back.completed, standing);
  t.not(back.fingerprint, fingerprint, 'whether it runs counts');
  await trial.removeContainer(name);
}
