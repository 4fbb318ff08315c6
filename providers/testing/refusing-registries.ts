/* Registries that have nothing, and let nobody see what is private. */
import { formatImageName, RegistryError } from '../../runtime/index.js';
import type { Registries } from '../registries.js';

export const refusingRegistries: Registries = {
  pins: new Map(),
  read: async (name) => {
    const { host, repository } = name;
    const text = formatImageName(name);
    if (repository !== 'private') {
      throw new RegistryError('not-found', `the registry ${host} has no ${text}`);
    }
    throw new RegistryError('unauthorized', `cannot read ${text}: the registry wants credentials`, {
      hint: `\`stowage login ${host}\` notes them.`,
    });
  },
};
