/*
 * Engines tell which subnet a network has, and some not whether somebody asked for it. Of what others
 * made there is no record that says so either: then a subnet that is wanted and in use was asked for.
 */
import {
  isJsonObject,
  toJson,
  type JsonValue,
  type ObservedNetwork,
  type ObservedVolume,
} from '../model/index.js';
import { valueAt } from './diff.js';

/** A volume or network as it is, to be compared with what is wanted or recorded of it. */
export function liveNamed(
  object: ObservedVolume | ObservedNetwork,
  compared: JsonValue,
): JsonValue {
  const live = toJson(object.completed);
  if (object.kind !== 'network' || object.record || object.completed.subnet !== null) return live;
  const subnet = valueAt(compared, ['subnet']) ?? null;
  const isInUse = subnet !== null && subnet === object.actualSubnet;
  return isInUse && isJsonObject(live) ? { ...live, subnet } : live;
}
