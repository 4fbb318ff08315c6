/* Registries that have one image for two platforms and nothing else, and let nobody see what is private. */
import { emptyImageConfig, formatImageName, formatPlatform } from '../../model/index.js';
import { RegistryError } from '../../runtime/index.js';
import type { Registries } from '../registries.js';

const offered = ['linux/amd64', 'linux/arm64'];
const digest = `sha256:${'1'.repeat(64)}`;

export const refusingRegistries: Registries = {
  pins: new Map(),
  read: async (name, platform) => {
    const { host, repository } = name;
    const text = formatImageName(name);
    if (repository === 'many') {
      const wanted = formatPlatform(platform);
      if (offered.includes(wanted)) {
        return { digest, manifestDigest: digest, config: emptyImageConfig, isOci: true };
      }
      const details = { offered, hint: `It is for ${offered.join(', ')}.` };
      throw new RegistryError('other-platform', `${text} is not made for ${wanted}`, details);
    }
    if (repository !== 'private') {
      throw new RegistryError('not-found', `the registry ${host} has no ${text}`);
    }
    throw new RegistryError('unauthorized', `cannot read ${text}: the registry wants credentials`, {
      hint: `\`stowage login ${host}\` notes them.`,
    });
  },
};
