/*
 * The socket of a container engine in a container: whoever speaks to it can start a container that
 * has all of the host. So can whoever sees a directory that the socket is in.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import { placeOf } from '../semantics/checks/clashes.js';
import { containersOf, type Lint } from './lint.js';

const sockets = ['docker.sock', 'podman.sock', 'containerd.sock', 'crio.sock', 'buildkitd.sock'];
const directories = ['/run', '/var/run', '/run/podman', '/run/docker', '/run/containerd'];

export const mountedEngineSocket: Lint = (input) =>
  containersOf(input).flatMap((container) =>
    (container.spec.mounts ?? []).flatMap(({ type, source }, index) => {
      if (type !== 'bind' || !leadsToSocket(source)) return [];
      return diagnose('mounted-engine-socket', placeOf(container, `mounts[${index}]`, 'mounts'), {
        summary: `${container.address} reaches a container engine through ${JSON.stringify(source)}`,
        detail:
          'Who speaks to the engine can do whatever root of the host can, read-only or not. A proxy that lets few requests through is safer.',
      });
    }),
  );

function leadsToSocket(source: string): boolean {
  const path = source.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return sockets.includes(name) || directories.includes(path) || path === '/';
}
