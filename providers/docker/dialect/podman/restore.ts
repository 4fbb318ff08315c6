/*
 * What a container is, where Podman's report of it tells less than it was made of. Whatever cannot
 * change on a living container is as its record says; where the report tells something of it all the
 * same, it has to agree with the record, and counts where it does not.
 */
import {
  canonicalAddress,
  completeContainer,
  completeEndpoint,
  emptyImageConfig,
  pickSettings,
  settingNames,
  sharingOf,
  type CompletedContainer,
  type CompletedEndpoint,
  type ContainerSpec,
} from '../../../../model/index.js';
import type { ContainerInspection, NetworkEndpoint } from '../../client/container-inspection.js';
import { impliedOptions, isImplied } from './reports.js';

/**
 * How an attribute is told: wholly (`told`), not at all (`untold`), or in part, so that what was asked
 * for and what is told may agree without being equal.
 */
type Telling<T> = 'told' | 'untold' | ((told: T, asked: T, container: ContainerInspection) => T);

/** Attributes that stand here not are untold. */
const tellings: {
  readonly [Name in keyof CompletedContainer]?: Telling<CompletedContainer[Name]>;
} = {
  name: 'told',
  // Of a name with a tag and a digest the tag is left out.
  image: (told, asked) => (asked.replace(/:[^:/@]+@/, '@') === told ? asked : told),
  platform: 'told',
  entrypoint: 'told',
  command: 'told',
  user: 'told',
  workdir: 'told',
  hostname: 'told',
  labels: 'told',
  // What is done once, when the container is made, is not told.
  mounts: (told, asked) =>
    Object.fromEntries(
      Object.entries(told).map(([target, mount]) => {
        const { create_host_path: create, selinux, no_copy: noCopy } = asked[target] ?? {};
        const untold = {
          ...(create !== undefined && { create_host_path: create }),
          ...(selinux !== undefined && { selinux }),
          ...(noCopy !== undefined && { no_copy: noCopy }),
        };
        return [target, { ...mount, ...untold }];
      }),
    ),
  // Options that it gives by itself are not told, so who asks for one of them has it.
  tmpfs: (told, asked) =>
    Object.fromEntries(
      Object.entries(told).map(([target, { options = [], ...entry }]) => {
        const given = asked[target]?.options?.filter((option) => impliedOptions.includes(option));
        const all = [...options, ...(given ?? [])].sort();
        return [target, { ...entry, ...(all.length > 0 && { options: all }) }];
      }),
    ),
  // On no network none is published, and none told.
  ports: (told, asked, { networkMode }) => (networkMode === 'none' ? asked : told),
  restart: 'told',
  memory: 'told',
  cpus: 'told',
  pids: 'told',
  read_only: 'told',
  no_new_privileges: 'told',
  seccomp: 'told',
  stop_signal: 'told',
  stop_timeout: 'told',
  init: 'told',
  health: 'told',
  configs: 'told',
  secrets: 'told',
  // Those that it gives by itself are not told, so who asks for one of just that value has it.
  env: (told, asked, { hostname }) => {
    const implied = Object.entries(asked).filter(([name, value]) =>
      isImplied(`${name}=${value}`, hostname),
    );
    // The home of its user is found at the start, and told from then on.
    const { HOME: home, ...others } = told;
    const kept = home === undefined || !('HOME' in asked) ? others : told;
    return { ...Object.fromEntries(implied), ...kept };
  },
  // `ALL` is told as a list of all, and what it would drop or give anyway is left out.
  cap_add: 'untold',
  cap_drop: 'untold',
  networks: (told, asked, { networks }) =>
    Object.fromEntries(
      Object.entries(told).map(([name, endpoint]) => [
        name,
        restoreEndpoint(endpoint, asked[name], networks[name]),
      ]),
    ),
};

/** A fixed address is not told as such; while the container runs, the one that it has is. */
export function restoreEndpoint(
  told: CompletedEndpoint,
  asked: CompletedEndpoint | undefined,
  live: NetworkEndpoint | undefined,
): CompletedEndpoint {
  if (!asked || !live) return told;
  const { ipv4, ipv6 } = asked;
  const inUse = live.ipv6 === '' ? undefined : canonicalAddress(live.ipv6);
  return {
    ...told,
    ...(told.ipv4 === null && ipv4 !== null && { ipv4: live.address === '' ? ipv4 : live.address }),
    ...(told.ipv6 === undefined && ipv6 !== undefined && { ipv6: inUse ?? ipv6 }),
  };
}

export function restoreContainer(
  told: CompletedContainer,
  asked: CompletedContainer | undefined,
  container: ContainerInspection,
): CompletedContainer {
  if (!asked) return withCreation(withoutUsual(told), container.creation?.asked);
  const restored = namesOf(asked).map(
    (name) => [name, restore(name, told, asked, container)] as const,
  );
  return withToldShares({ ...withoutSettings(told), ...Object.fromEntries(restored) }, told);
}

/** Of its namespaces those of other containers are told. */
function withToldShares(
  restored: CompletedContainer,
  told: CompletedContainer,
): CompletedContainer {
  const attributes = [restored, told].flatMap((one) => sharingOf(one));
  const kept = { ...restored };
  for (const { attribute } of attributes) Reflect.deleteProperty(kept, attribute);
  return {
    ...kept,
    ...Object.fromEntries(
      attributes.flatMap(({ attribute }) =>
        told[attribute] === undefined ? [] : [[attribute, told[attribute]]],
      ),
    ),
  };
}

function restore<Name extends keyof CompletedContainer>(
  name: Name,
  { [name]: told }: CompletedContainer,
  { [name]: asked }: CompletedContainer,
  container: ContainerInspection,
): CompletedContainer[Name] {
  const telling: Telling<CompletedContainer[Name]> = tellings[name] ?? 'untold';
  if (telling === 'told') return told;
  return telling === 'untold' ? asked : telling(told, asked, container);
}

const namesOf = (completed: CompletedContainer): readonly (keyof CompletedContainer)[] =>
  Object.keys(completed).filter((name): name is keyof CompletedContainer => name in completed);

/** Settings that most containers do without are mostly not told, and told where nobody asked. */
function withoutSettings(told: CompletedContainer): CompletedContainer {
  const kept = { ...told };
  for (const name of settingNames) Reflect.deleteProperty(kept, name);
  return kept;
}

/** Bytes of shared memory that Podman gives every container. */
const usualSharedMemory = 65_536_000;

/** Without what Podman gives every container, or tells a second time in other words. */
function withoutUsual(told: CompletedContainer): CompletedContainer {
  const { shm_size: shared, cpu_period: period, cpu_quota: quota, ...others } = told;
  const { memory_swappiness: swappiness, ...rest } = others;
  return {
    ...rest,
    // What is not set is told as 0.
    ...(swappiness !== undefined && swappiness !== 0 && { memory_swappiness: swappiness }),
    ...(shared !== undefined && shared !== usualSharedMemory && { shm_size: shared }),
    ...(told.cpus === null && period !== undefined && { cpu_period: period }),
    ...(told.cpus === null && quota !== undefined && { cpu_quota: quota }),
  };
}

/** One that somebody else has made, with what is known of how. */
function withCreation(
  told: CompletedContainer,
  asked: Partial<ContainerSpec> | undefined,
): CompletedContainer {
  if (!asked) return told;
  const { networks = {}, ...rest } = asked;
  const { cap_add, cap_drop, ...settings } = completeContainer(
    { ...rest, name: told.name, image: told.image, networks: {} },
    emptyImageConfig,
  );
  const endpoints = Object.entries(told.networks).map(([name, endpoint], _, all) => {
    const { ipv4, ipv6, mac } = { ...(all.length === 1 && networks['']), ...networks[name] };
    const fixed = completeEndpoint(
      { ...(ipv4 && { ipv4 }), ...(ipv6 && { ipv6 }), ...(mac && { mac }) },
      endpoint.aliases,
    );
    return [name, { ...endpoint, ...fixed }] as const;
  });
  return {
    ...told,
    ...pickSettings(settings),
    cap_add,
    cap_drop,
    networks: Object.fromEntries(endpoints),
  };
}
