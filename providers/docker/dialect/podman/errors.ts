/*
 * How Podman refuses: mostly with a 500, whatever the cause, so that the text tells it.
 */
import type { Rule } from '../dialect.js';
import { mountHint } from '../mount-hint.js';
import { registryRules } from '../registry-rules.js';

export const rules: readonly Rule[] = [
  ...registryRules,
  {
    text: /address already in use|ports? (?:are|is) already (?:in use|allocated)/i,
    code: 'port-in-use',
    hint: 'Something else on the host listens there. `podman ps` or `ss -ltnp` shows what.',
  },
  {
    verb: 'create',
    text: /no such image|image not known|unable to find .* image/i,
    code: 'image-not-found',
  },
  {
    verb: 'build',
    text: /no such image|image not known|short-name .* did not resolve|unable to (?:pull|copy from source)|initializing source/i,
    code: 'image-not-found',
  },
  { verb: 'create', text: /statfs .*: no such file/i, code: 'invalid', hint: mountHint },
  { verb: 'build', code: 'build-failed' },
  {
    text: /name .* is already in use|already (?:in use|exists)|volume already exists/i,
    code: 'name-in-use',
  },
  { status: 404, code: 'not-found' },
  { text: /no such (?:container|network|volume|exec session)/i, code: 'not-found' },
  { text: /invalid reference format|repository name must be lowercase/i, code: 'invalid' },
  {
    verb: 'remove',
    text: /is (?:being )?(?:used|in use)|in use by|has associated containers|image used by|has dependent/i,
    code: 'in-use',
  },
  { verb: 'remove', status: 409, code: 'in-use' },
  { verb: 'start', code: 'start-failed' },
  { status: 400, code: 'invalid' },
  {
    text: /can only .* running containers|is not running|container state improper/i,
    code: 'in-use',
  },
  { status: 409, code: 'in-use' },
];

export const connectHints: Readonly<Record<string, string>> = {
  ENOENT:
    'There is no such socket. Is Podman installed, and does it listen (`systemctl start podman.socket`, or `podman system service --time=0`)?',
  ECONNREFUSED:
    'Nobody listens on the socket. Start it: `systemctl start podman.socket`, or `podman system service --time=0`.',
  EACCES:
    'This user may not use the socket. Run as root, or use the socket of your own user: `systemctl --user start podman.socket`.',
};
