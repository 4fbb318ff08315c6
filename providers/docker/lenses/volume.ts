/* The lens of volumes: named directories of the `local` driver, with labels and nothing else. */
import { withoutOwnLabels, type CompletedVolume, type VolumeSpec } from '../../../model/index.js';
import type { VolumeInspection, VolumeRequest } from '../client/index.js';

/** @param labels all labels, the record among them */
export function volumeToEngine(
  spec: VolumeSpec,
  labels: Readonly<Record<string, string>>,
): VolumeRequest {
  return { Name: spec.name, Driver: 'local', Labels: labels };
}

export function volumeFromEngine({ name, labels }: VolumeInspection): CompletedVolume {
  return { name, labels: withoutOwnLabels(labels) };
}
