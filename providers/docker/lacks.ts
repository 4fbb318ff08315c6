/*
 * What older versions of Docker leave out without a word, by the version of the API that came with
 * it. https://docs.docker.com/reference/api/engine/version-history/
 */
import type { Lack } from '../../model/index.js';
import { compareVersions } from './client/index.js';

interface Since extends Pick<Lack, 'kind' | 'path'> {
  readonly api: string;
  readonly docker: string;
}

const since: readonly Since[] = [
  { kind: 'container', path: 'annotations', api: '1.43', docker: '24' },
  { kind: 'container', path: 'health.start_interval', api: '1.44', docker: '25' },
];

/** @param api the version that is spoken */
export function dockerLacks(api: string): readonly Lack[] {
  return since
    .filter((entry) => compareVersions(api, entry.api) < 0)
    .map(({ kind, path, api: needed, docker }) => ({
      kind,
      path,
      why: `needs API ${needed}, which came with Docker ${docker}`,
    }));
}

/** What Podman leaves out without a word, or refuses, through the API that it shares with Docker. */
export const podmanLacks: readonly Lack[] = [
  { path: 'domainname', why: 'drops the domain name' },
  { path: 'annotations', why: 'keeps no annotations of this API in all its versions' },
  { path: 'health.start_interval', why: 'checks at `interval` alone' },
  {
    path: 'seccomp',
    why: 'takes profiles as files of its own host alone',
    except: ['default', 'unconfined'],
  },
  { path: 'storage_opt', why: 'refuses options of storage' },
].map((lack): Lack => ({ kind: 'container', ...lack }));

/** Attributes with the first version of the API that has them, for the table of engines. */
export const dockerSince: Readonly<Record<string, string>> = Object.fromEntries(
  since.map(({ kind, path, docker }) => [`${kind}.${path}`, `Docker ${docker}`]),
);
