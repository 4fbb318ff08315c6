/*
 * A plan in a line for each action, as tests write it: verb, address, and the attributes that differ.
 * What stays as it is has no line.
 */
import type { Plan } from '../../model/index.js';

/** `create container.web[2]`, `update container.db: memory`. */
export function planLines({ actions }: Plan): readonly string[] {
  return actions
    .filter(({ verb }) => verb !== 'keep')
    .map(({ verb, address, changes }) => {
      const paths = changes.map(({ path }) => path);
      return paths.length === 0 ? `${verb} ${address}` : `${verb} ${address}: ${paths.join(', ')}`;
    });
}
