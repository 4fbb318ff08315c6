/* Volumes and networks of a stack, as the engine has them. Lists tell all there is to know. */
import { copiedFromOf, type ObservedNetwork, type ObservedVolume } from '../../../model/index.js';
import type { NetworkInspection, VolumeInspection } from '../client/index.js';
import {
  actualSubnet,
  networkFromEngine,
  networkRecord,
  volumeFromEngine,
  volumeRecord,
} from '../lenses/index.js';
import { fingerprintOf } from './fingerprint.js';
import type { Identity } from './identity.js';

export function observeVolume(volume: VolumeInspection, identity: Identity): ObservedVolume {
  const completed = volumeFromEngine(volume);
  const record = volumeRecord(volume.labels);
  return {
    kind: 'volume',
    id: volume.name,
    name: volume.name,
    ...identity,
    completed,
    record,
    ...copiedFromOf(volume.labels),
    fingerprint: fingerprintOf({ completed, record }),
  };
}

export function observeNetwork(network: NetworkInspection, identity: Identity): ObservedNetwork {
  const { id, name, labels } = network;
  const record = networkRecord(labels);
  const completed = networkFromEngine(network, record);
  const subnet = actualSubnet(network);
  return {
    kind: 'network',
    id,
    name,
    ...identity,
    completed,
    record,
    ...(network.beyond.length > 0 && { beyond: network.beyond }),
    actualSubnet: subnet,
    fingerprint: fingerprintOf({ id, completed, record, subnet }),
  };
}
