/*
 * What the world can do to containers, networks and volumes, as data with a message. Callers
 * switch on `fault.kind`; people read the message. Anything else that is thrown is a bug.
 */

export type Fault =
  | {
      readonly kind: 'not-found';
      readonly what: 'container' | 'network' | 'volume' | 'cache';
      readonly name: string;
    }
  | {
      readonly kind: 'name-in-use';
      readonly what: 'container' | 'network' | 'volume';
      readonly name: string;
      /** Id of the object that has the name. */
      readonly holder: string;
    }
  | { readonly kind: 'name-invalid'; readonly what: 'network' | 'volume'; readonly name: string }
  | {
      readonly kind: 'in-use';
      readonly what: 'network' | 'volume' | 'cache';
      readonly name: string;
      /** Names of the containers that use it; of a cache, what does. */
      readonly by: readonly string[];
    }
  | {
      readonly kind: 'copy-differs';
      readonly from: string;
      readonly name: string;
      /** The first path in the volumes that is not alike. */
      readonly path: string;
    }
  | { readonly kind: 'volume-filled'; readonly name: string }
  | {
      readonly kind: 'archive-unusable';
      /** The volume that it was for. */
      readonly name: string;
      readonly reason: string;
    }
  | { readonly kind: 'running'; readonly name: string; readonly action: string }
  | { readonly kind: 'not-running'; readonly name: string; readonly action: string }
  | {
      readonly kind: 'port-in-use';
      readonly hostIp: string;
      readonly port: number;
      readonly protocol: string;
      /** The container that has published it, where it is one of ours. */
      readonly holder?: string;
    }
  | {
      readonly kind: 'port-refused';
      readonly hostIp: string;
      readonly port: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'address-unusable';
      readonly network: string;
      readonly address: string;
      readonly reason: string;
    }
  | { readonly kind: 'subnet-unusable'; readonly subnet: string; readonly reason: string }
  | { readonly kind: 'no-free-subnet'; readonly pool: string }
  | { readonly kind: 'no-free-address'; readonly network: string; readonly subnet: string }
  | { readonly kind: 'bind-source-missing'; readonly path: string; readonly target: string }
  | { readonly kind: 'image-gone'; readonly name: string; readonly image: string }
  | { readonly kind: 'file-lost'; readonly name: string; readonly target: string }
  | {
      readonly kind: 'user-unknown';
      readonly user: string;
      readonly missing: 'user' | 'group';
      readonly name: string;
    }
  | { readonly kind: 'capability-unknown'; readonly names: readonly string[] }
  | { readonly kind: 'signal-unknown'; readonly name: string }
  | {
      readonly kind: 'setting-unusable';
      /** Name of the attribute. */
      readonly setting: string;
      readonly value: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'start-failed';
      readonly name: string;
      /** What a shell would give: 127 not found, 126 cannot be run, 128 anything else. */
      readonly exitCode: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'exec-failed';
      readonly name: string;
      readonly exitCode: number;
      readonly reason: string;
    }
  | { readonly kind: 'stuck'; readonly name: string; readonly reason: string }
  | {
      readonly kind: 'part-missing';
      readonly part: string;
      readonly package: string;
      readonly why: string;
    }
  | { readonly kind: 'no-systemd'; readonly manager: 'system' | 'user' }
  | { readonly kind: 'no-user-namespace'; readonly reason: string }
  | { readonly kind: 'no-control-group'; readonly name: string; readonly action: string }
  | {
      readonly kind: 'part-failed';
      readonly part: string;
      readonly action: string;
      readonly reason: string;
    };

export type FaultKind = Fault['kind'];

/** An error of the container engine that is not a bug. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
  readonly fault: Fault;
  constructor(fault: Fault, cause?: unknown) {
    super(messageOf(fault), cause === undefined ? {} : { cause });
    this.fault = fault;
  }
}

/** Whether an error is a `RuntimeError` of that kind. */
export function isFault(error: unknown, kind: FaultKind): boolean {
  return error instanceof RuntimeError && error.fault.kind === kind;
}

function messageOf(fault: Fault): string {
  switch (fault.kind) {
    case 'not-found':
      return `there is no ${fault.what} ${fault.name}`;
    case 'name-in-use':
      return `the ${fault.what} name ${fault.name} is in use by ${fault.holder.slice(0, 12)}`;
    case 'name-invalid':
      return `${JSON.stringify(fault.name)} cannot be the name of a ${fault.what}: use letters, digits, and _ . - between them`;
    case 'in-use':
      return `the ${fault.what} ${fault.name} is in use by ${fault.by.join(', ')}${fault.what === 'cache' ? '' : '; remove or disconnect that first'}`;
    case 'copy-differs':
      return `the copy of volume ${fault.from} to ${fault.name} differs at ${fault.path}; the volume is left as it was`;
    case 'volume-filled':
      return `volume ${fault.name} is not empty`;
    case 'archive-unusable':
      return `the archive for volume ${fault.name} is not taken: ${fault.reason}`;
    case 'running':
      return `container ${fault.name} is running; stop it before you ${fault.action} it`;
    case 'not-running':
      return `container ${fault.name} is not running, so it cannot ${fault.action}`;
    case 'port-in-use':
      return `port ${fault.port}/${fault.protocol} on ${fault.hostIp} is in use by ${fault.holder === undefined ? 'another program on this host' : `container ${fault.holder}`}`;
    case 'port-refused':
      return `port ${fault.port} on ${fault.hostIp} cannot be published: ${fault.reason}`;
    case 'address-unusable':
      return `${fault.address} cannot be used on network ${fault.network}: ${fault.reason}`;
    case 'subnet-unusable':
      return `the subnet ${fault.subnet} cannot be used: ${fault.reason}`;
    case 'no-free-subnet':
      return `every subnet of ${fault.pool} is in use; give the network a subnet of its own`;
    case 'no-free-address':
      return `every address of ${fault.subnet} on network ${fault.network} is in use`;
    case 'bind-source-missing':
      return `${fault.path}, to be mounted at ${fault.target}, does not exist on this host`;
    case 'image-gone':
      return `image ${fault.image} of container ${fault.name} has been removed meanwhile`;
    case 'file-lost':
      return `${fault.target} of container ${fault.name} is gone, as secrets are once the host has been started anew; apply writes it again`;
    case 'user-unknown':
      return `the image has no ${fault.missing} ${fault.name}, which user ${fault.user} asks for; use a number, or one that is in its /etc/${fault.missing === 'user' ? 'passwd' : 'group'}`;
    case 'capability-unknown':
      return `Linux has no capability ${fault.names.join(', ')}`;
    case 'signal-unknown':
      return `there is no signal ${fault.name}`;
    case 'setting-unusable':
      return `${fault.setting}: ${fault.value} cannot be used: ${fault.reason}`;
    case 'start-failed':
      return `container ${fault.name} could not be started: ${fault.reason}`;
    case 'exec-failed':
      return `the command could not be run in container ${fault.name}: ${fault.reason}`;
    case 'stuck':
      return `container ${fault.name} does not end: ${fault.reason}`;
    case 'part-missing':
      return `${fault.part} is not installed, and ${fault.why}. On Debian: apt-get install ${fault.package}`;
    case 'no-systemd':
      return fault.manager === 'system'
        ? 'this machine is not run by systemd'
        : 'this user has no systemd that answers';
    case 'no-user-namespace':
      return `containers of an ordinary user need a user namespace, which cannot be made: ${fault.reason}`;
    case 'no-control-group':
      return `container ${fault.name} cannot be ${fault.action}: it has no control group, which an ordinary user may not make here`;
    case 'part-failed':
      return `${fault.part} could not ${fault.action}: ${fault.reason}`;
  }
}
