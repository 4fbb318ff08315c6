/* Settings of volumes and networks that no spec can say, read from their inspections. */
import type { Beyond } from '../../../model/index.js';
import type { Fields } from './fields.js';

const essential = (...found: readonly (string | false)[]): readonly Beyond[] =>
  found.flatMap((text) => (text === false ? [] : [{ text, weight: 'essential' as const }]));

/** Drivers that connect containers of one host. */
const knownDrivers = /^(?:|bridge|macvlan|ipvlan)$/;

/** What a network has that no attribute describes. */
export function networkBeyond(network: Fields): readonly Beyond[] {
  const driver = network.textOr('Driver', 'bridge');
  const ipam = network.objectOr('IPAM');
  const chooser = ipam?.textOr('Driver', 'default') ?? 'default';
  return essential(
    !knownDrivers.test(driver) && `driver ${driver}`,
    chooser !== 'default' && chooser !== '' && `addresses by ${chooser}`,
    Object.keys(ipam?.textMap('Options') ?? {}).length > 0 && 'options of how addresses are given',
    network.textOr('Scope', 'local') === 'swarm' && 'a cluster that it spans',
  );
}
