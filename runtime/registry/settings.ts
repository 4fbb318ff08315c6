/*
 * Which registries are spoken to without TLS, and which stand in for others, by the environment. By itself
 * only loopback is trusted to be what it says.
 */
import { isIP } from 'node:net';
import { defaultRegistry } from '../../model/index.js';
import { RegistryError } from './errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface RegistrySettings {
  /** Hosts, with their ports, that may be spoken to without TLS or with an unknown certificate. */
  readonly insecure: ReadonlySet<string>;
  /** The host that is asked in the place of another. */
  readonly mirrors: ReadonlyMap<string, string>;
}

/** @throws RegistryError `credentials` when a variable cannot be read */
export function readRegistrySettings(environment: Environment): RegistrySettings {
  const words = (name: string): readonly string[] =>
    (environment[name] ?? '').split(/[\s,]+/).filter((word) => word !== '');
  const mirrors = words('STOWAGE_REGISTRY_MIRRORS').map((word): readonly [string, string] => {
    const [, host, mirror] = /^([^=]+)=([^=]+)$/.exec(word) ?? [];
    if (host === undefined || mirror === undefined) {
      throw new RegistryError(
        'credentials',
        `STOWAGE_REGISTRY_MIRRORS holds ${JSON.stringify(word)}`,
        { hint: 'It takes HOST=MIRROR, several separated by commas.' },
      );
    }
    return [host, mirror];
  });
  return {
    insecure: new Set(words('STOWAGE_INSECURE_REGISTRIES')),
    mirrors: new Map(mirrors),
  };
}

/** The host without its port. */
export function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

export function isLoopback(host: string): boolean {
  const name = hostnameOf(host);
  if (isIP(name) === 4) return name.startsWith('127.');
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1';
}

/** Whether a host may be spoken to without TLS. */
export function mayBePlain(host: string, { insecure }: RegistrySettings): boolean {
  return isLoopback(host) || insecure.has(host) || insecure.has(hostnameOf(host));
}

/** The host that is asked for what is of a registry. */
export function askedHost(host: string, { mirrors }: RegistrySettings): string {
  const mirror = mirrors.get(host);
  if (mirror !== undefined) return mirror;
  return host === defaultRegistry.domain ? defaultRegistry.api : host;
}
