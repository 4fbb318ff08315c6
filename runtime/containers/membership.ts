/* A run, as the networks see it. */
import type { Member } from '../networks/index.js';
import type { Store } from '../store/index.js';
import { placesOf } from './places.js';
import type { Run, RunEndpoint } from './run-state.js';

interface Named {
  readonly id: string;
  readonly name: string;
  /** Name servers for names that are not those of containers. */
  readonly dns?: readonly string[] | undefined;
}

/** The container on the networks of its run, or on some of them. */
export function memberOf(
  store: Store,
  { id, name, dns = [] }: Named,
  run: Run,
  endpoints: Readonly<Record<string, RunEndpoint>> = run.endpoints,
): Member {
  return {
    id,
    name,
    namespace: placesOf(store, id).namespace,
    ports: run.ports,
    attachments: Object.values(endpoints),
    nameServers: dns,
  };
}
