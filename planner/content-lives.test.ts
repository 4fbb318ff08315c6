/*
 * Content and secrets against chance: whatever was edited, failed or killed on the way, after one apply
 * without faults every program that runs has read the files as they are, and no record holds a secret.
 */
import fc from 'fast-check';
import t from 'tap';
import {
  canonicalJson,
  EngineError,
  generationJson,
  isEmptyPlan,
  ownLabels,
  type ContainerSpec,
} from '../model/index.js';
import { build, edited, life, stopFirst, type Blueprint } from './testing/lifecycle.js';
import {
  allGoesWell,
  isUp,
  Killed,
  newHost,
  planLines,
  type Host,
  type Written,
} from './testing/index.js';

const numRuns = Number(process.env['STOWAGE_PROPERTY_RUNS'] ?? 300);

t.setTimeout(300_000);

const hushed = (n: string): string => `hush-${n}-hush`;

/** What is behind the mount of a container: drawn with its memory, so that edits change it. */
const textOf = ({ memory = 0 }: ContainerSpec): string => `text ${memory}`;

/** The stack of a blueprint, whose containers have a secret and mount a file. */
function stackOf(blueprint: Blueprint): readonly Written[] {
  return stopFirst(build(blueprint)).map((written): Written => {
    const { resource, files } = written;
    if (resource.kind !== 'container') return written;
    const { spec } = resource;
    const mount = { type: 'bind', source: '/s/conf', target: '/etc/app', read_only: true } as const;
    const onChange = { always: 'signal', no: 'restart' } as const;
    return {
      resource: {
        ...resource,
        secrets: ['env.N'],
        spec: {
          ...spec,
          env: { N: hushed(spec.env?.['N'] ?? '') },
          mounts: [...(spec.mounts ?? []), mount],
          on_change: spec.restart?.policy === 'always' ? onChange.always : onChange.no,
        },
      },
      files,
      content: { '/etc/app': { source: 'conf', hash: textOf(spec), files: {} } },
    };
  });
}

/** Follows what the programs of a host have read. */
function readers(host: Host): {
  readonly read: ReadonlyMap<string, string>;
  onDisk: ReadonlyMap<string, string>;
} {
  const read = new Map<string, string>();
  const followed = { read, onDisk: new Map<string, string>() };
  host.engine.watch = (operation) => {
    if (operation.op !== 'start-container' && operation.op !== 'signal-container') return;
    const { world } = host.engine;
    const { id, name } = operation.target;
    const found = [...world.containers.values()].find((one) => one.id === id || one.name === name);
    const address = found?.labels[ownLabels.address] ?? '';
    if (found) read.set(found.id, followed.onDisk.get(address) ?? '');
  };
  return followed;
}

const contents = (stack: readonly Written[]): ReadonlyMap<string, string> =>
  new Map(
    stack.map(({ resource, content }) => [resource.address, content?.['/etc/app']?.hash ?? '']),
  );

function leaks({ engine: { world } }: Host): boolean {
  const labels = [...world.containers.values()].map((one) => one.labels[ownLabels.spec] ?? '');
  const ledgers = [...world.ledgers.values()].map((one) => canonicalJson(generationJson(one)));
  return [...labels, ...ledgers].some((text) => text.includes('hush-'));
}

t.test('programs have read what is there, and records hold no secret', async (t) => {
  await fc.assert(
    fc.asyncProperty(life, async ({ seed, first, rounds }) => {
      const host = newHost(seed);
      const followed = readers(host);
      let blueprint = first;
      const apply = async (): Promise<void> => {
        const stack = stackOf(blueprint);
        followed.onDisk = contents(stack);
        try {
          await host.carryOut(await host.plan(stack));
        } catch (error) {
          if (!(error instanceof Killed || error instanceof EngineError)) throw error;
        }
        host.engine.revive();
        if (leaks(host)) throw new Error('a record holds a secret');
      };
      await apply();
      for (const { edits, knobs } of rounds) {
        blueprint = edits.reduce(edited, blueprint);
        host.engine.setKnobs(knobs);
        await apply();
      }
      host.engine.setKnobs(allGoesWell);
      await apply();
      const left = await host.plan(stackOf(blueprint));
      if (!isEmptyPlan(left)) throw new Error(['not empty', ...planLines(left)].join('\n'));
      for (const one of host.engine.world.containers.values()) {
        const wanted = followed.onDisk.get(one.labels[ownLabels.address] ?? '');
        const found = followed.read.get(one.id);
        if (isUp(one) && found !== wanted) {
          throw new Error(`${one.name} has read ${found ?? 'nothing'}, and not ${wanted ?? ''}`);
        }
      }
    }),
    { seed: 20_261_121, numRuns },
  );
  t.pass(`${numRuns} lives`);
});
