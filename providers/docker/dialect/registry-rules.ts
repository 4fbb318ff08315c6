/* What goes wrong between an engine and a registry, which is told alike by every engine of the family. */
import type { Rule } from './dialect.js';

export const registryRules: readonly Rule[] = [
  {
    verb: 'pull',
    text: /manifest unknown|manifest for .* not found|repository does not exist/i,
    code: 'image-not-found',
  },
  {
    verb: 'pull',
    text: /unauthorized|denied|authentication required|no basic auth/i,
    code: 'registry',
    hint: '`stowage login` notes credentials for a registry.',
  },
  {
    verb: 'pull',
    code: 'registry',
    hint: 'It is the engine that asks the registry; it has to reach and to trust it.',
  },
  { verb: 'push', code: 'registry' },
];
