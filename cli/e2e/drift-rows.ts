/*
 * What is done to containers, networks and volumes behind the back of a stack, a row each: what drift has
 * to say of it, and what plan. Every row is a part of one stack; all is done, read once, and repaired by
 * one apply.
 */
import { writeFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage } from './stowage.js';

/** What a row meddles with. */
export interface Hand {
  readonly engine: EngineUnderTest;
  /** Absolute path of the stack. */
  readonly directory: string;
  /** The name that a resource has in the engine. */
  readonly name: (symbol: string) => string;
  /** The command line of the engine's own; of an engine without one, no row of that kind is tried. */
  readonly own: (...args: readonly string[]) => Promise<string>;
}

export interface DriftRow {
  /** Begins the names of all its resources. */
  readonly key: string;
  /** What somebody has done. */
  readonly meaning: string;
  readonly text: string;
  /** Present where it takes an engine that keeps limits which a hand has changed. */
  readonly limits?: true;
  /** Why it cannot be tried on Podman. */
  readonly notOnPodman?: string;
  meddle(hand: Hand): Promise<unknown>;
  /** `changed container.x memory`; empty where it is none of the stack's business. */
  readonly drift: readonly string[];
  /** `update container.x memory`. */
  readonly plan: readonly string[];
  /** Of which that is named as the row the drift cannot be recorded. */
  readonly unsaid?: 'container' | 'image';
  /** What can be done again once it is repaired. */
  readonly proof?: (hand: Hand) => Promise<unknown>;
  /** Whether its containers stay the same ones when it is repaired. */
  readonly inPlace?: true;
}

const running = (name: string, ...lines: readonly string[]): string =>
  `container ${name} {\n  image: base\n  stop_timeout: 0s\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

const alone = 'networks: []';

/** The names that a container has on a network by itself: its own, and that of its host. */
const aliases = (symbol: string): readonly string[] =>
  [symbol, symbol.replaceAll('_', '-')].flatMap((alias) => ['--alias', alias]);

/** A row about one container, named as the row. */
function ofContainer(
  row: Omit<DriftRow, 'text' | 'drift' | 'plan'> & {
    readonly lines: readonly string[];
    readonly before?: string;
    readonly drift?: string;
    readonly plan?: string;
  },
): DriftRow {
  const { lines, before = '', drift, plan, ...rest } = row;
  const told = (said: string | undefined): readonly string[] => {
    const [what = '', ...paths] = said?.split(' ') ?? [];
    return said === undefined ? [] : [[what, `container.${row.key}`, ...paths].join(' ')];
  };
  return {
    ...rest,
    text: before + running(row.key, ...lines),
    drift: told(drift),
    plan: told(plan),
  };
}

const rowsOfAll = (prefix: string): readonly DriftRow[] => [
  ofContainer({
    key: 'limited',
    meaning: 'a limit was changed on the living container',
    lines: [alone, 'memory: 64MiB'],
    limits: true,
    meddle: async ({ engine, name }) => engine.setMemory?.(name('limited'), 96 << 20),
    drift: 'changed memory',
    plan: 'update memory',
    inPlace: true,
  }),
  ofContainer({
    key: 'left_alone',
    meaning: 'a limit was changed that somebody else is to manage',
    lines: [alone, 'memory: 64MiB', 'lifecycle: { ignore_changes: ["memory"] }'],
    limits: true,
    meddle: async ({ engine, name }) => engine.setMemory?.(name('left_alone'), 96 << 20),
    inPlace: true,
  }),
  ofContainer({
    key: 'disconnected',
    meaning: 'a container was taken off a network',
    before: 'network disconnected {}\n',
    lines: ['networks: [network.disconnected]'],
    meddle: ({ engine, name }) => engine.disconnect(name('disconnected'), name('disconnected')),
    drift: `changed networks.${prefix}-disconnected`,
    plan: `update networks.${prefix}-disconnected`,
    inPlace: true,
  }),
  ofContainer({
    key: 'stopped',
    meaning: 'a container was stopped',
    lines: [alone],
    meddle: ({ engine, name }) => engine.stop(name('stopped')),
    drift: 'stopped',
    plan: 'start',
    inPlace: true,
  }),
  ofContainer({
    key: 'started',
    meaning: 'a container was started that is to stand still',
    lines: [alone, 'state: "stopped"'],
    meddle: ({ engine: { env }, name }) => stowage(['start', name('started')], { env }),
    drift: 'started',
    plan: 'stop',
    inPlace: true,
  }),
  ofContainer({
    key: 'removed',
    meaning: 'a container was removed',
    lines: [alone],
    meddle: ({ engine, name }) => engine.remove(name('removed')),
    drift: 'removed',
    plan: 'create',
  }),
  {
    key: 'job',
    meaning: 'a job that had ended was removed',
    text: 'container job { image: base, command: ["true"], job: true, networks: [] }\n',
    meddle: ({ engine, name }) => engine.remove(name('job')),
    drift: ['removed container.job'],
    plan: ['run container.job'],
  },
  {
    key: 'volume_gone',
    meaning: 'a volume was removed',
    text: 'volume volume_gone {}\n',
    meddle: ({ engine, name }) => engine.removeVolume(name('volume_gone')),
    drift: ['removed volume.volume_gone'],
    plan: ['create volume.volume_gone'],
  },
  {
    key: 'untagged',
    meaning: 'a further name was taken from an image',
    text: `image untagged { from: base, tags: ["${prefix}/untagged", "${prefix}/untagged:1"] }\n${running('untagged', alone).replace('image: base', 'image: image.untagged')}`,
    meddle: ({ engine: { env } }) => stowage(['rmi', `${prefix}/untagged:1`], { env }),
    drift: ['changed image.untagged tags'],
    plan: ['update image.untagged tags'],
    inPlace: true,
  },
  ofContainer({
    key: 'edited',
    meaning: 'a file was edited that a container reads',
    lines: [alone, 'mounts: [{ source: "./edited", target: "/etc/app", read_only: true }]'],
    meddle: async ({ directory }) => writeFileSync(join(directory, 'edited', 'file'), 'other\n'),
    plan: 'update mounts["/etc/app"].content',
    inPlace: true,
  }),
  ofContainer({
    key: 'swapped',
    meaning: 'a file that a container reads was replaced by another of its name',
    lines: [alone, 'mounts: [{ source: "./swapped", target: "/etc/app", read_only: true }]'],
    meddle: async ({ directory }) => {
      const file = join(directory, 'swapped', 'file');
      writeFileSync(`${file}~`, 'other\n');
      renameSync(`${file}~`, file);
    },
    plan: 'update mounts["/etc/app"].content',
    inPlace: true,
  }),
];

/** What the engine's own command line can do, and Stowage's cannot. */
const rowsByCommand = (prefix: string): readonly DriftRow[] => [
  ofContainer({
    key: 'other_rule',
    limits: true,
    meaning: 'the restart policy was changed',
    lines: [alone, 'restart: on_failure(2)'],
    meddle: ({ own, name }) => own('update', '--restart', 'always', name('other_rule')),
    drift: 'changed restart.max_retries restart.policy',
    plan: 'update restart.max_retries restart.policy',
    inPlace: true,
  }),
  ofContainer({
    key: 'newly_limited',
    limits: true,
    meaning: 'a limit was set where the files have none',
    lines: [alone],
    meddle: ({ own, name }) => own('update', '--pids-limit', '100', name('newly_limited')),
    drift: 'changed pids',
    plan: 'update pids',
    inPlace: true,
  }),
  ofContainer({
    key: 'further',
    meaning: 'a container was put on a further network',
    before: 'network further_own {}\nnetwork further_other {}\n',
    lines: ['networks: [further_own]'],
    meddle: ({ own, name }) => own('network', 'connect', name('further_other'), name('further')),
    drift: `changed networks.${prefix}-further_other`,
    plan: `update networks.${prefix}-further_other`,
    inPlace: true,
  }),
  ofContainer({
    key: 'other_alias',
    meaning: 'a container was put on its network under another name',
    before: 'network other_alias {}\n',
    lines: ['networks: { other_alias: { aliases: ["right"] } }'],
    meddle: async ({ own, name }) => {
      const both = [name('other_alias'), name('other_alias')];
      await own('network', 'disconnect', ...both);
      await own('network', 'connect', '--alias', 'wrong', ...both);
    },
    drift: `changed networks.${prefix}-other_alias.aliases`,
    plan: `update networks.${prefix}-other_alias.aliases`,
    inPlace: true,
  }),
  ofContainer({
    key: 'other_address',
    notOnPodman: 'it is made anew for an address',
    meaning: 'a container was put on its network at another address',
    before: 'network other_address { subnet: 10.97.37.0/28 }\n',
    lines: ['networks: { other_address: { ipv4: "10.97.37.5" } }'],
    meddle: async ({ own, name }) => {
      const both = [name('other_address'), name('other_address')];
      await own('network', 'disconnect', ...both);
      await own('network', 'connect', ...aliases('other_address'), '--ip', '10.97.37.6', ...both);
    },
    drift: `changed networks.${prefix}-other_address.ipv4`,
    plan: `update networks.${prefix}-other_address.ipv4`,
    inPlace: true,
  }),
  ofContainer({
    key: 'other_ipv6',
    notOnPodman: 'it is made anew for an address',
    meaning: 'a container was put on its network at another address of IPv6',
    before: 'network other_ipv6 { ipam: [{ subnet: "fd00:37::/64" }] }\n',
    lines: ['networks: { other_ipv6: { ipv6: "fd00:37::5" } }'],
    meddle: async ({ own, name }) => {
      const both = [name('other_ipv6'), name('other_ipv6')];
      await own('network', 'disconnect', ...both);
      await own('network', 'connect', ...aliases('other_ipv6'), '--ip6', 'fd00:37::6', ...both);
    },
    drift: `changed networks.${prefix}-other_ipv6.ipv6`,
    plan: `update networks.${prefix}-other_ipv6.ipv6`,
    inPlace: true,
  }),
  ofContainer({
    key: 'other_local',
    notOnPodman: 'it has no further addresses',
    meaning: 'a container was given a further address on its network',
    before: 'network other_local {}\n',
    lines: ['networks: [network.other_local]'],
    meddle: async ({ own, name }) => {
      const both = [name('other_local'), name('other_local')];
      await own('network', 'disconnect', ...both);
      const options = ['--link-local-ip', '169.254.9.9', '--driver-opt', 'a=b'];
      await own('network', 'connect', ...aliases('other_local'), ...options, ...both);
    },
    drift: `changed networks.${prefix}-other_local.driver_options networks.${prefix}-other_local.link_local`,
    plan: `update networks.${prefix}-other_local.driver_options networks.${prefix}-other_local.link_local`,
    inPlace: true,
  }),
  {
    key: 'space_left',
    meaning: 'a container was started again, and another one is left in the network that it had',
    text:
      running('space_left_of', 'name: "space-left-of"', alone) +
      running('space_left', 'network_mode: container.space_left_of'),
    meddle: ({ own }) => own('restart', '--time', '0', 'space-left-of'),
    drift: ['changed container.space_left'],
    plan: ['update container.space_left'],
    unsaid: 'container',
    inPlace: true,
  },
  ofContainer({
    key: 'killed',
    meaning: 'a container was killed',
    lines: [alone],
    meddle: ({ own, name }) => own('kill', name('killed')),
    drift: 'stopped',
    plan: 'start',
    inPlace: true,
  }),
  ofContainer({
    key: 'paused',
    meaning: 'a container was paused',
    lines: [alone],
    meddle: ({ own, name }) => own('pause', name('paused')),
    drift: 'stopped',
    plan: 'start',
    unsaid: 'container',
    inPlace: true,
  }),
  ofContainer({
    key: 'renamed',
    meaning: 'a container was renamed',
    lines: [alone],
    meddle: ({ own, name }) => own('rename', name('renamed'), `${prefix}-otherwise`),
    drift: 'changed name',
    plan: 'update name',
    inPlace: true,
  }),
  ofContainer({
    key: 'made_anew',
    meaning: 'another tool has made a container anew, with its labels and other variables',
    lines: [alone, 'env: { MODE: "right" }'],
    meddle: async ({ own, name }) => {
      const container = name('made_anew');
      const labels: unknown = JSON.parse(
        await own('inspect', '--format', '{{json .Config.Labels}}', container),
      );
      const format = '{{.Config.Image}} {{.Config.Hostname}}';
      const [image = '', hostname = ''] = (
        await own('inspect', '--format', format, container)
      ).split(' ');
      await own('rm', '-f', container);
      const options = Object.entries(labels ?? {}).flatMap(([key, value]) => [
        '--label',
        `${key}=${String(value)}`,
      ]);
      await own(
        ...['run', '-d', '--name', container, '--network', 'none', '--stop-timeout', '0'],
        // Unsaid, Podman has a limit of its own.
        ...['--pids-limit', '-1'],
        ...['--hostname', hostname, '-e', 'MODE=wrong', ...options, image],
      );
    },
    drift: 'changed env.MODE',
    plan: 'replace env.MODE',
  }),
  {
    key: 'altered',
    meaning: 'another image was put under the name of one that was built, with its labels',
    notOnPodman: 'it shows the one that was built, which is named again',
    text: `image altered { from: base, env: { MODE: "right" } }\n${running('altered', alone).replace('image: base', 'image: image.altered')}`,
    meddle: async ({ own, name }) => {
      const image = await own('inspect', '--format', '{{.Config.Image}}', name('altered'));
      await own('create', '--name', `${prefix}-hand`, image);
      await own('commit', '-c', 'ENV MODE=wrong', `${prefix}-hand`, image);
      await own('rm', `${prefix}-hand`);
      await own('tag', image, `${prefix}-hand`);
    },
    // By its name the container is on another image, too.
    drift: ['changed container.altered image', 'changed image.altered config.env.MODE'],
    plan: ['build image.altered config.env.MODE', 'replace container.altered image'],
    unsaid: 'image',
    // What a hand has made is left to it.
    proof: ({ own }) => own('rmi', `${prefix}-hand`),
  },
  {
    key: 'retagged',
    meaning: 'a further name was put on another image of the stack',
    text: `image retagged { from: base, env: { MODE: "right" }, tags: ["${prefix}/retagged:1"] }\n${running('retagged', alone)}`,
    meddle: async ({ own, name }) => {
      const image = await own('inspect', '--format', '{{.Image}}', name('retagged'));
      await own('tag', image, `${prefix}/retagged:1`);
    },
    drift: ['changed image.retagged tags'],
    plan: ['update image.retagged tags'],
    unsaid: 'image',
    inPlace: true,
  },
  {
    key: 'network_gone',
    notOnPodman: 'it keeps networks with containers',
    meaning: 'a network was removed under a container that was stopped',
    text: `network network_gone {}\n${running('network_gone', 'networks: [network.network_gone]')}`,
    meddle: async ({ own, name }) => {
      await own('stop', name('network_gone'));
      await own('network', 'rm', name('network_gone'));
    },
    drift: [
      'stopped container.network_gone',
      // Its settings are what they were; what they lead to is not there any more.
      'changed container.network_gone',
      'removed network.network_gone',
    ],
    plan: ['create network.network_gone', 'update container.network_gone'],
    unsaid: 'container',
    inPlace: true,
  },
  {
    key: 'network_unused',
    notOnPodman: 'it keeps networks with containers',
    meaning: 'a network was removed under a container that has never run',
    text: `network network_unused {}\n${running('network_unused', 'networks: [network.network_unused]', 'state: "stopped"')}`,
    meddle: ({ own, name }) => own('network', 'rm', name('network_unused')),
    drift: ['removed network.network_unused'],
    plan: ['create network.network_unused'],
    proof: ({ own, name }) => own('start', name('network_unused')),
    inPlace: true,
  },
];

/**
 * The rows that can be tried on an engine.
 * @param prefix of the names that it has there
 * @param hasCommand whether it has a command line of its own
 */
export function driftRows(
  prefix: string,
  { name, setMemory }: EngineUnderTest,
  hasCommand: boolean,
): readonly DriftRow[] {
  const all = [...rowsOfAll(prefix), ...(hasCommand ? rowsByCommand(prefix) : [])];
  return all.filter(
    ({ limits, notOnPodman }) =>
      (limits === undefined || setMemory !== undefined) &&
      (notOnPodman === undefined || name !== 'podman'),
  );
}
