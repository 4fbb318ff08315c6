/* Settings of volumes and networks that no spec can say, read from their inspections. */
import type { Beyond } from '../../../model/index.js';
import type { Fields } from './fields.js';

const essential = (...found: readonly (string | false)[]): readonly Beyond[] =>
  found.flatMap((text) => (text === false ? [] : [{ text, weight: 'essential' as const }]));

/** What a volume has beside its name and labels. */
export function volumeBeyond(volume: Fields): readonly Beyond[] {
  const driver = volume.textOr('Driver', 'local');
  return essential(
    driver !== 'local' && `driver ${driver}`,
    Object.keys(volume.textMap('Options')).length > 0 && 'options of its driver',
  );
}

/** What a network has beside name, subnet, gateway and labels. */
export function networkBeyond(network: Fields): readonly Beyond[] {
  const driver = network.textOr('Driver', 'bridge');
  const pools = network.objectOr('IPAM')?.objects('Config') ?? [];
  const has = (name: string): boolean =>
    pools.some((pool) => pool.textOr(name, '') !== '' || pool.objectOr(name)?.names().length);
  return essential(
    driver !== 'bridge' && `driver ${driver}`,
    Object.keys(network.textMap('Options')).length > 0 && 'options of its driver',
    network.flag('EnableIPv6') && 'IPv6',
    has('IPRange') && 'a range of addresses',
    has('AuxiliaryAddresses') && 'reserved addresses',
  );
}
