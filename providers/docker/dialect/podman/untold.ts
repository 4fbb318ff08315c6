/*
 * What Podman does not tell of what it has, so that a change of it by hand is not seen: it is as the record
 * says. Measured on 4.3 and 5.4, attribute by attribute.
 */
import { settingNames, type Kind } from '../../../../model/index.js';

export interface Untold {
  readonly kind: Kind;
  /** With all that is below it. */
  readonly path: string;
  /** Whether it is told while the container runs. */
  readonly whileRunning?: true;
}

export const untoldByPodman: readonly Untold[] = [
  ...['cap_add', 'cap_drop', ...settingNames].map((path) => ({ kind: 'container', path }) as const),
  ...['no_copy', 'create_host_path'].map(
    (member) => ({ kind: 'container', path: `mounts.*.${member}` }) as const,
  ),
  ...['configs', 'secrets'].flatMap((files) =>
    ['uid', 'gid'].map((member) => ({ kind: 'container', path: `${files}.*.${member}` }) as const),
  ),
  ...['ipv4', 'ipv6', 'mac'].map(
    (member) => ({ kind: 'container', path: `networks.*.${member}`, whileRunning: true }) as const,
  ),
];
