/*
 * The first law for volumes and networks, on a real dockerd and a real Podman: what is read from one
 * equals the completed spec that it was made from.
 */
import fc from 'fast-check';
import t from 'tap';
import {
  completeNetwork,
  completeVolume,
  type Observed,
  type Operation,
} from '../../model/index.js';
import { networkSpecs, volumeSpecs } from '../testing/named-specs.js';
import { drawn } from '../testing/laws.js';
import {
  recordLabels,
  releases,
  startDockerd,
  startPodman,
  startTrial,
  whyNoDockerd,
  whyNoPodman,
  type Trial,
} from '../testing/index.js';

const engines = releases.flatMap((release) => [
  {
    name: `Docker, ${release},`,
    start: () => startDockerd(release),
    hindrance: whyNoDockerd(release),
    runs: drawn({ installed: 40, newer: 15 }, release),
  },
  {
    name: `Podman, ${release},`,
    start: () => startPodman(release),
    hindrance: whyNoPodman(release),
    runs: drawn({ installed: 40, newer: 15 }, release),
  },
]);

/** What the engine says of one that was made from a spec, which is removed again. */
async function made(trial: Trial, kind: 'volume' | 'network', operation: Operation, name: string) {
  await trial.perform(operation);
  const { objects } = await trial.observe();
  const object = objects.find((one) => one.kind === kind && one.name === name);
  await trial.remove({ kind, name, ...(object && { id: object.id }) });
  return object;
}

for (const { name: engine, start, hindrance, runs } of engines) {
  t.test(
    `volumes and networks on ${engine} read as they were asked for`,
    hindrance === undefined ? {} : { skip: hindrance },
    async (t) => {
      const trial = await startTrial(start);
      t.teardown(() => trial.end());
      const { lacks = [] } = trial.engine.profile;

      const check = (object: Observed | undefined, spec: object, completed: object): void => {
        t.same(object?.completed, completed, JSON.stringify(spec));
        t.same(object && 'record' in object ? object.record : undefined, spec);
        t.same(object && 'beyond' in object ? object.beyond : [], []);
      };

      await fc.assert(
        fc.asyncProperty(volumeSpecs(lacks), async (spec) => {
          const labels = recordLabels('volume.law', spec, spec.labels);
          const operation = { op: 'create-volume', spec, labels } as const;
          check(await made(trial, 'volume', operation, spec.name), spec, completeVolume(spec));
        }),
        { numRuns: runs, endOnFailure: true, seed: 20_261_121 },
      );
      await fc.assert(
        fc.asyncProperty(networkSpecs(lacks), async (spec) => {
          const labels = recordLabels('network.law', spec, spec.labels);
          const operation = { op: 'create-network', spec, labels } as const;
          check(await made(trial, 'network', operation, spec.name), spec, completeNetwork(spec));
        }),
        { numRuns: runs, endOnFailure: true, seed: 20_261_121 },
      );
    },
  );
}
