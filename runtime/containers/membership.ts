/* A run, as the networks see it. */
import type { Member } from '../networks/index.js';
import type { Store } from '../store/index.js';
import { placesOf } from './places.js';
import type { Run, RunEndpoint } from './run-state.js';

/** The container on the networks of its run, or on some of them. */
export function memberOf(
  store: Store,
  id: string,
  name: string,
  run: Run,
  endpoints: Readonly<Record<string, RunEndpoint>> = run.endpoints,
): Member {
  return {
    id,
    name,
    namespace: placesOf(store, id).namespace,
    ports: run.ports,
    attachments: Object.values(endpoints),
  };
}

/** Addresses of the name servers of a run's networks. */
export function nameServersOf(run: Run): readonly string[] {
  return Object.values(run.endpoints).map(({ network }) => network.gateway);
}
