/*
 * What a plan will need of the host and the engine beside its own objects, and what stands in the
 * way of that: the question and the answer of `EngineReader.survey`. An engine that is elsewhere
 * says what it knows itself; what nobody looked at is not in the way.
 */

/** A volume or network that a container uses, or a container that it shares with, whoever has made it. */
export interface Used {
  readonly kind: 'volume' | 'network' | 'container';
  readonly name: string;
}

export interface SurveyQuery {
  /** Ports that are to be published, as `portKey` writes them: `0.0.0.0:8080/tcp`. */
  readonly ports: readonly string[];
  /** Absolute paths of the engine's host that are to be mounted. */
  readonly sources: readonly string[];
  /** IPv4 subnets of networks that are to be made. */
  readonly subnets: readonly string[];
  /** Fixed addresses that containers are to have on networks that are there, by their names. */
  readonly addresses: readonly { readonly network: string; readonly address: string }[];
  /** What containers are to use and the plan does not make. */
  readonly uses: readonly Used[];
  /** What programs are to be run for, where that is asked for: `linux/arm64`. */
  readonly platforms: readonly string[];
  /** Whether anything is to be written where containers and images live. */
  readonly room: boolean;
}

/** An object of the engine, or something of the host, such as `process nginx (pid 812)`. */
export type Holder =
  | { readonly kind: 'container' | 'network'; readonly id: string; readonly name: string }
  | { readonly kind: 'host'; readonly text: string };

export interface Survey {
  /** Wanted ports that somebody listens on, each with every holder. */
  readonly ports: readonly { readonly port: string; readonly holder: Holder }[];
  /** Paths that cannot be mounted, with why: `there is nothing at that path`. */
  readonly sources: readonly { readonly source: string; readonly problem: string }[];
  /** Paths to be mounted that cannot be looked at, for the host is another one. */
  readonly unseen?: readonly string[];
  /** What of that which is used is not there. */
  readonly absent: readonly Used[];
  /** Wanted subnets that overlap another, and whose that is. */
  readonly subnets: readonly {
    readonly subnet: string;
    readonly other: string;
    readonly holder: Holder;
  }[];
  /** Wanted addresses that a running container has. */
  readonly addresses: readonly {
    readonly network: string;
    readonly address: string;
    readonly holder: Holder;
  }[];
  /** Wanted platforms that nothing on the engine's host is known to run, with what it is itself. */
  readonly foreign?: readonly { readonly platform: string; readonly engine: string }[];
  /** Bytes that are free where containers and images live. */
  readonly room?: { readonly path: string; readonly free: number };
}

/** The answer where nothing is in the way. */
export const nothingInTheWay: Survey = {
  ports: [],
  sources: [],
  absent: [],
  subnets: [],
  addresses: [],
};

/** A port of the host. `host_ip` is `0.0.0.0` for every interface. */
export interface HostPort {
  readonly ip: string;
  /** `8080/tcp`. */
  readonly port: string;
}

/** Reads the key of a published port. */
export function parsePortKey(key: string): HostPort {
  const colon = key.lastIndexOf(':');
  return { ip: key.slice(0, colon), port: key.slice(colon + 1) };
}

/** Whether two keys of published ports cannot be listened on at the same time. */
export function portKeysClash(a: string, b: string): boolean {
  const [one, other] = [parsePortKey(a), parsePortKey(b)];
  const everywhere = ({ ip }: HostPort): boolean => ip === '0.0.0.0';
  return one.port === other.port && (one.ip === other.ip || everywhere(one) || everywhere(other));
}
