/* Files that containers are given by content, each changed by hand. */
import type { ContainerRow, ContainerRows, HandWritten } from './rows.js';

const withParts = { none: 'it is what its members are' };
const anotherFile = { none: 'a file at another path is another file' };
const content = 'right\n';
const config = { content, target: '/etc/app.conf' };
const secret = { content, target: '/run/secrets/key' };

const row = (
  { target }: { readonly target: string },
  kind: 'configs' | 'secrets',
  member: string,
  written: Partial<HandWritten>,
): ContainerRow => {
  const mode = kind === 'configs' ? 0o444 : 0o400;
  return {
    from: kind === 'configs' ? { configs: [config] } : { secrets: [secret] },
    file: { target, content, uid: 0, gid: 0, mode, ...written },
    shows: [`${kind}["${target}"].${member}`],
  };
};

export const fileRows: ContainerRows = {
  configs: withParts,
  'configs.*.content': row(config, 'configs', 'content', { content: 'wrong\n' }),
  'configs.*.target': anotherFile,
  'configs.*.uid': row(config, 'configs', 'uid', { uid: 7 }),
  'configs.*.gid': row(config, 'configs', 'gid', { gid: 7 }),
  'configs.*.mode': row(config, 'configs', 'mode', { mode: 0o640 }),
  secrets: withParts,
  'secrets.*.content': row(secret, 'secrets', 'content', { content: 'wrong\n' }),
  'secrets.*.target': anotherFile,
  'secrets.*.uid': row(secret, 'secrets', 'uid', { uid: 7 }),
  'secrets.*.gid': row(secret, 'secrets', 'gid', { gid: 7 }),
  'secrets.*.mode': row(secret, 'secrets', 'mode', { mode: 0o640 }),
};
