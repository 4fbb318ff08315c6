/* The lens of volumes: named directories that a driver keeps. */
import {
  completeVolume,
  localDriver,
  withoutOwnLabels,
  type CompletedVolume,
  type VolumeSpec,
} from '../../../model/index.js';
import type { VolumeInspection, VolumeRequest } from '../client/index.js';

/** @param labels all labels, the record among them */
export function volumeToEngine(
  spec: VolumeSpec,
  labels: Readonly<Record<string, string>>,
): VolumeRequest {
  const { driver = localDriver, driver_options: options } = completeVolume(spec);
  return {
    Name: spec.name,
    Driver: driver,
    ...(options && { DriverOpts: options }),
    Labels: labels,
  };
}

export function volumeFromEngine({
  name,
  driver,
  options,
  labels,
}: VolumeInspection): CompletedVolume {
  const own = withoutOwnLabels(labels);
  return completeVolume({ name, driver, driver_options: options, labels: own });
}
