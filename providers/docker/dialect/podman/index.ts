/*
 * Podman's ways behind its Docker-compatible API: what was measured on 4.3 and 5.8. Where the API loses
 * something it is asked by its own (`/libpod/`).
 */
import type { Dialect } from '../dialect.js';
import { parseCreation } from './creation.js';
import { parsePodmanNetwork } from './network.js';
import { containerEntryReport, containerReport, imageReport } from './reports.js';
import { podmanLimits, podmanRequest } from './request.js';
import { restoreContainer, restoreEndpoint } from './restore.js';
import { connectHints, rules } from './errors.js';
import { eventReport } from './events.js';
import { processArguments, processReport } from './processes.js';
import { madeHere } from './names.js';
import { verdictOf } from './verdict.js';

/** The version of Podman's own API; those of Docker's are no versions of it. */
const ownApi = '4.0.0';

export function podmanDialect(version: string): Dialect {
  return {
    family: 'podman',
    name: 'Podman',
    version,
    rules,
    connectHints,
    verdict: verdictOf(version),
    // The id that it tells is another one each time.
    hasIdentity: false,
    // It leaves them to timers of systemd, which are not everywhere.
    needsCheckRunner: true,
    // What is mounted it takes for a directory where the container does not run, and every file for root's.
    files: { readsMounted: false, readsTogether: false, tellsOwners: false, reachesVolumes: false },
    reports: {
      container: containerReport,
      containerEntry: containerEntryReport,
      creation: {
        path: (id) => `/libpod/containers/${id}/json`,
        read: parseCreation,
      },
      image: imageReport,
      imageHealthPath: (id) => `/libpod/images/${id.replace('sha256:', '')}/json`,
      tellsShells: false,
      networksPath: '/libpod/networks/json',
      network: parsePodmanNetwork,
      event: eventReport,
      processArguments,
      processes: processReport,
    },
    versioned: (path, api) => {
      if (api === '') return path;
      return path.startsWith('/libpod/') ? `/v${ownApi}${path}` : `/v${api}${path}`;
    },
    request: podmanRequest,
    limits: podmanLimits,
    scratchIsOwn: false,
    needsHistory: true,
    // By its id it would be removed under the containers that are on it.
    networkKey: ({ name }) => name,
    // One without network stack can join none; one that has left its last stays off.
    offline: { mode: 'bridge', leaves: true },
    imageName: madeHere,
    endpoint: restoreEndpoint,
    restore: restoreContainer,
  };
}
