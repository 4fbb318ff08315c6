/* The files of volumes of the embedded engine. */
import type { VolumeOperator } from '../../model/index.js';
import type { ContainerEngine } from '../../runtime/index.js';
import { translated, translateError } from './errors.js';

export function volumeOperator({ volumes }: ContainerEngine): VolumeOperator {
  return {
    readVolume: async function* (volume, options) {
      try {
        yield* volumes.read(volume, options);
      } catch (error) {
        throw translateError(error);
      }
    },
    fillVolume: (volume, archive, options) =>
      translated(() => volumes.fill(volume, archive, options)),
  };
}
