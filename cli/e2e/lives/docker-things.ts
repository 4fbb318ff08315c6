/*
 * What stands on a dockerd or a Podman, by its lists, asked bare over its socket: laws look at it before
 * and after each step, and a docker command for each look takes longer than the step.
 */
import { request } from 'node:http';
import { elements, members, text } from '../json.js';
import type { Thing } from './hands.js';

/** Networks that engines have for themselves. */
const own: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'podman']);

const answer = (socketPath: string, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, headers: { host: 'localhost' } }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(`${path}: ${response.statusCode ?? 0} ${body}`));
      });
    });
    asked.on('error', reject).end();
  });

const labelsOf = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(members(value ?? {})).map(([key, label]) => [key, text(label)]),
  );

/** @param address `unix://PATH` */
export function dockerThings(address: string) {
  const list = (path: string): Promise<string> => answer(address.replace('unix://', ''), path);
  const volumes = async () =>
    elements(members(await list('/volumes'))['Volumes'] ?? []).map((one) => ({
      name: text(one['Name']),
      labels: labelsOf(one['Labels']),
      path: text(one['Mountpoint']),
    }));

  return {
    /** Where the files of a volume are; undefined for one that is not there. */
    volumePath: async (name: string): Promise<string | undefined> =>
      (await volumes()).find((one) => one.name === name)?.path,

    /** Every container but locks, every network that was made, every volume. */
    things: async (): Promise<readonly Thing[]> => {
      const containers = elements(await list('/containers/json?all=1'));
      const networks = elements(await list('/networks'));
      return [
        ...containers.flatMap((one): Thing[] => {
          const labels = labelsOf(one['Labels']);
          if ('stowage.lock' in labels) return [];
          const [name = ''] = Array.isArray(one['Names']) ? one['Names'].map(text) : [];
          return [
            {
              kind: 'container',
              id: text(one['Id']),
              name: name.slice(1),
              labels,
              isUp: ['running', 'paused', 'restarting'].includes(text(one['State'])),
              networks: Object.keys(
                members(members(one['NetworkSettings'] ?? {})['Networks'] ?? {}),
              ),
            },
          ];
        }),
        ...networks
          .map((one): Thing => ({
            kind: 'network',
            id: text(one['Id']),
            name: text(one['Name']),
            labels: labelsOf(one['Labels']),
          }))
          .filter(({ name }) => !own.has(name)),
        ...(await volumes()).map(({ name, labels }): Thing => ({
          kind: 'volume',
          id: name,
          name,
          labels,
        })),
      ];
    },
  };
}
