/*
 * Attributes of one container that cannot stand beside each other: what engines refuse only when the
 * container is made or started, or leave out without a word.
 */
import {
  bindProperties,
  containerOf,
  sharedNamespaces,
  sharingOf,
  volumeProperties,
  type ContainerSpec,
  type Diagnostic,
  type Resource,
  type ResourceOf,
  type SharedNamespace,
} from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';
import { pathTo } from '../paths.js';
import { placeOf } from './clashes.js';

interface Conflict {
  /** Where it shows, the best place first. */
  readonly at: readonly string[];
  /** The end of a sentence that begins with the container's address. */
  readonly text: string;
  /** The other attribute. */
  readonly beside?: string;
}

/** Checks the settings of every container by themselves. */
export function checkSettings(resources: readonly Resource[]): Diagnostic[] {
  return resources.flatMap((resource) => (resource.kind === 'container' ? check(resource) : []));
}

function check(container: ResourceOf<'container'>): Diagnostic[] {
  return conflictsOf(container.spec).map(({ at, text, beside }) => {
    const other = beside === undefined ? undefined : container.spans[beside];
    return diagnose('conflicting-attributes', placeOf(container, ...at), {
      summary: `${container.address} ${text}`,
      labels: other ? [{ span: other, text: `\`${beside ?? ''}\` is here` }] : [],
    });
  });
}

function conflictsOf(spec: ContainerSpec): readonly Conflict[] {
  return [...limits(spec), ...sharing(spec), ...lists(spec), ...mounted(spec)];
}

function limits(spec: ContainerSpec): readonly Conflict[] {
  const { memory, memory_swap: swap, memory_reservation: reserved, cpus } = spec;
  const found: Conflict[] = [];
  if (swap !== undefined && memory === undefined) {
    found.push({ at: ['memory_swap'], text: 'has `memory_swap` and no `memory`' });
  } else if (swap !== undefined && memory !== undefined && swap < memory) {
    const text = 'has less `memory_swap`, which counts both, than `memory`';
    found.push({ at: ['memory_swap'], text, beside: 'memory' });
  }
  if (reserved !== undefined && memory !== undefined && reserved > memory) {
    const text = 'reserves more memory than it may have';
    found.push({ at: ['memory_reservation'], text, beside: 'memory' });
  }
  for (const name of ['cpu_quota', 'cpu_period'] as const) {
    if (cpus === undefined || spec[name] === undefined) continue;
    const text = `has both \`cpus\` and \`${name}\`, which say the same`;
    found.push({ at: [name], text, beside: 'cpus' });
  }
  for (const [name, { soft, hard }] of Object.entries(spec.ulimits ?? {})) {
    if (hard === -1 || (soft !== -1 && soft <= hard)) continue;
    const text = `has a soft limit of \`${name}\` above the hard one`;
    found.push({ at: [pathTo('ulimits', name), 'ulimits'], text });
  }
  return found;
}

function sharing(spec: ContainerSpec): readonly Conflict[] {
  const { network_mode: mode, uts } = spec;
  const found: Conflict[] = [...ofAnother(spec)];
  const isOfAnother = containerOf(mode) !== undefined;
  if (mode !== undefined && Object.keys(spec.networks ?? {}).length > 0) {
    const text = 'has both `network_mode` and `networks`';
    found.push({ at: ['network_mode'], text, beside: 'networks' });
  }
  if (mode !== undefined && (spec.ports?.length ?? 0) > 0) {
    const network = isOfAnother
      ? 'that of another container, which would have to publish them'
      : mode === 'host'
        ? 'that of the host'
        : 'none';
    const text = `publishes ports, and its network is ${network}`;
    found.push({ at: ['ports[0]', 'ports'], text, beside: 'network_mode' });
  }
  const named = (['hostname', 'domainname'] as const).find((name) => spec[name] !== undefined);
  if (uts === 'host' && named !== undefined) {
    const text = `has a \`${named}\`, and shares the names of the host`;
    found.push({ at: [named, 'uts'], text, beside: 'uts' });
  }
  for (const name of Object.keys(spec.sysctls ?? {})) {
    if (mode !== 'host' || !name.startsWith('net.')) continue;
    const text = `sets \`${name}\`, and shares the network of the host`;
    found.push({ at: [pathTo('sysctls', name), 'sysctls'], text, beside: 'network_mode' });
  }
  return found;
}

/** What a container has by itself alone, and not in the namespace of another one. */
const ownInNetwork = [
  'hostname',
  'domainname',
  'hosts',
  'dns',
  'dns_search',
  'dns_options',
] as const;

function ofAnother(spec: ContainerSpec): readonly Conflict[] {
  return sharingOf(spec).flatMap(({ attribute }): readonly Conflict[] => {
    const beside = attribute;
    const shares = `and shares the ${sharedNamespaces[attribute]} of another container`;
    const sysctls = Object.keys(spec.sysctls ?? {})
      .filter((name) => sysctlsOf[attribute]?.test(name))
      .map((name): Conflict => {
        const at = [pathTo('sysctls', name), 'sysctls'];
        return { at, text: `sets \`${name}\`, ${shares}`, beside };
      });
    const own = attribute === 'network_mode' ? ownInNetwork : attribute === 'ipc' ? ownInIpc : [];
    const named = own
      .filter((name) => spec[name] !== undefined)
      .map((name): Conflict => ({ at: [name], text: `has \`${name}\`, ${shares}`, beside }));
    return [...named, ...sysctls];
  });
}

const ownInIpc = ['shm_size'] as const;

/** Settings of the kernel that are of a namespace. */
const sysctlsOf: { readonly [A in SharedNamespace]?: RegExp } = {
  network_mode: /^net\./,
  ipc: /^(?:kernel\.(?:msg|sem|shm)|fs\.mqueue\.)/,
};

function lists(spec: ContainerSpec): readonly Conflict[] {
  const found: Conflict[] = [];
  for (const [index, { count, ids }] of (spec.gpus ?? []).entries()) {
    if (count === undefined || ids === undefined) continue;
    const text = 'says both how many devices and which ones';
    found.push({ at: [`gpus[${index}]`, 'gpus'], text });
  }
  const targets = new Set<string>();
  for (const [index, { host, container = host }] of (spec.devices ?? []).entries()) {
    if (targets.has(container)) {
      const text = `has two devices at ${JSON.stringify(container)}`;
      found.push({ at: [`devices[${index}]`, 'devices'], text });
    }
    targets.add(container);
  }
  const { disable, ...label } = spec.selinux ?? {};
  if (disable === true && Object.keys(label).length > 0) {
    found.push({ at: ['selinux'], text: 'has a label of SELinux that is switched off' });
  }
  if (spec.seccomp?.trimStart().startsWith('{') === true && !isJsonText(spec.seccomp)) {
    found.push({ at: ['seccomp'], text: 'has a filter of system calls that is no JSON' });
  }
  return found;
}

/** What only one sort of mounts has. */
function mounted({ mounts = [] }: ContainerSpec): readonly Conflict[] {
  return mounts.flatMap((mount, index): Conflict[] => {
    const isBind = mount.type === 'bind';
    const odd = Object.keys(isBind ? volumeProperties : bindProperties).filter((name) =>
      Object.hasOwn(mount, name),
    );
    const at = (name: string) => [`mounts[${index}].${name}`, `mounts[${index}]`, 'mounts'];
    const found = odd.map((name): Conflict => {
      const [has, not] = isBind
        ? ['a path of the host', 'a volume']
        : ['a volume', 'a path of the host'];
      return { at: at(name), text: `mounts ${has} with \`${name}\`, which only ${not} has` };
    });
    if (mount.selinux !== undefined && (mount.recursive ?? 'enabled') !== 'enabled') {
      const text = 'mounts a path with both `selinux` and `recursive`, which no engine can';
      found.push({ at: at('selinux'), text });
    }
    const isForReading = mount.recursive === 'writable' || mount.recursive === 'readonly';
    if (isForReading && mount.read_only !== true) {
      const text = `mounts a path with \`recursive: "${mount.recursive ?? ''}"\`, which is for read-only mounts`;
      found.push({ at: at('recursive'), text });
    }
    return found;
  });
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
