/*
 * What older versions of Docker leave out without a word, by the version of the API that came with
 * it. https://docs.docker.com/reference/api/engine/version-history/
 */
import type { Lack } from '../../model/index.js';
import { compareVersions } from './client/index.js';

interface Since extends Omit<Lack, 'why'> {
  readonly api: string;
  readonly docker: string;
}

const since: readonly Since[] = [
  { kind: 'container', path: 'annotations', api: '1.43', docker: '24' },
  { kind: 'image', path: 'health.start_interval', api: '1.44', docker: '25' },
  { kind: 'container', path: 'health.start_interval', api: '1.44', docker: '25' },
  { kind: 'container', path: 'networks.*.mac', api: '1.44', docker: '25' },
  { kind: 'container', path: 'mounts.*.create_host_path', api: '1.44', docker: '25' },
  {
    kind: 'container',
    path: 'mounts.*.recursive',
    api: '1.44',
    docker: '25',
    except: ['enabled', 'disabled'],
  },
  { kind: 'container', path: 'mounts.*.subpath', api: '1.45', docker: '26' },
  { kind: 'container', path: 'networks.*.gw_priority', api: '1.48', docker: '28' },
];

/** @param api the version that is spoken */
export function dockerLacks(api: string): readonly Lack[] {
  return since
    .filter((entry) => compareVersions(api, entry.api) < 0)
    .map(({ api: needed, docker, ...lack }) => ({
      ...lack,
      why: `needs API ${needed}, which came with Docker ${docker}`,
    }));
}

/** What Podman leaves out without a word, or refuses, through the API that it shares with Docker. */
const podmanAlways: readonly Lack[] = [
  ...['aux_addresses', 'ipam.*.aux_addresses'].map((path): Lack => ({
    kind: 'network',
    path,
    why: 'keeps no addresses back; leave them out by `ip_range`',
  })),
  { kind: 'image', path: 'health.start_interval', why: 'checks at `interval` alone' },
  ...[
    { path: 'domainname', why: 'drops the domain name' },
    { path: 'annotations', why: 'keeps no annotations of this API in all its versions' },
    { path: 'health.start_interval', why: 'checks at `interval` alone' },
    {
      path: 'seccomp',
      why: 'takes profiles as files of its own host alone',
      except: ['default', 'unconfined'],
    },
    {
      path: 'mounts.*.recursive',
      why: 'mounts all that is below a path',
      except: ['enabled'],
    },
    { path: 'mounts.*.subpath', why: 'mounts volumes as a whole' },
    { path: 'networks.*.link_local', why: 'drops further addresses' },
    { path: 'networks.*.gw_priority', why: 'takes the way out of the first network' },
    { path: 'networks.*.driver_options', why: 'drops options of connections' },
    { path: 'storage_opt', why: 'refuses options of storage' },
  ].map((lack): Lack => ({ kind: 'container', ...lack })),
];

const ipvlan: Lack = {
  kind: 'network',
  path: 'driver',
  why: 'has `ipvlan` from 4.5 on',
  except: ['bridge', 'macvlan'],
};

/** @param version its own, not that of the API */
export function podmanLacks(version: string): readonly Lack[] {
  return compareVersions(version, '4.5.0') < 0 ? [...podmanAlways, ipvlan] : podmanAlways;
}

/** Attributes with the first version of the API that has them, for the table of engines. */
export const dockerSince: Readonly<Record<string, string>> = Object.fromEntries(
  since.map(({ kind, path, docker }) => [`${kind}.${path}`, `Docker ${docker}`]),
);
