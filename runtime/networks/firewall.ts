/*
 * Takes away the chains that netavark leaves in the firewall when its last container is gone. Other
 * programs (podman) use the same chains: they are removed only when nothing but netavark's own
 * scaffolding is in them.
 */
import { RuntimeError } from '../errors.js';
import { findExecutable } from '../parts/index.js';
import { run } from '../process/index.js';
import { takeGlobalLock } from './global-lock.js';

/** Removes empty netavark chains. @returns whether there were any */
export async function sweepFirewall(): Promise<boolean> {
  const save = findExecutable('iptables-save');
  const restore = findExecutable('iptables-restore');
  if (save === undefined || restore === undefined) return false;
  const lock = await takeGlobalLock();
  try {
    const saved = await run(save, []);
    if (saved.code !== 0) return false;
    const commands = sweepCommands(saved.stdout);
    if (commands === '') return false;
    const result = await run(restore, ['--noflush'], { input: commands });
    if (result.code === 0) return true;
    const reason = result.stderr.trim();
    const action = 'remove empty chains';
    throw new RuntimeError({ kind: 'part-failed', part: 'iptables', action, reason });
  } finally {
    lock.release();
  }
}

const ownChain = /^NETAVARK[-_]/;

/** Chains that every network shares. Any other of netavark's is that of a network or a port. */
const sharedChain = /^NETAVARK(?:_FORWARD|_INPUT|_ISOLATION_\d|-HOSTPORT-(?:DNAT|MASQ|SETMARK))$/;

/** Rules that netavark puts into them before there is any container. */
const scaffolding: readonly RegExp[] = [
  /^-A NETAVARK_ISOLATION_\d -j NETAVARK_ISOLATION_\d$/,
  /^-A NETAVARK-HOSTPORT-SETMARK -j MARK --set-xmark 0x2000\/0x2000$/,
  /^-A NETAVARK-HOSTPORT-MASQ .*-m mark --mark 0x2000\/0x2000 -j MASQUERADE$/,
  /^-A NETAVARK_FORWARD -m conntrack --ctstate INVALID -j DROP$/,
];

/** Rules of other chains that only lead into netavark's. */
const jump = /^-A (?!NETAVARK)\S+ .*-j NETAVARK\S*$/;

/**
 * What to give to `iptables-restore --noflush` to be rid of the chains; empty when there are none,
 * or one of them holds a rule of somebody.
 * @param saved output of `iptables-save`
 */
export function sweepCommands(saved: string): string {
  const tables = saved.split(/^(?=\*)/m).filter((text) => text.startsWith('*'));
  const swept = tables.map(sweepTable);
  return swept.includes('in use') ? '' : swept.join('');
}

function sweepTable(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const chains = lines
    .map((line) => /^:(\S+)/.exec(line)?.[1] ?? '')
    .filter((name) => ownChain.test(name));
  if (chains.length === 0) return '';
  if (chains.some((name) => !sharedChain.test(name))) return 'in use';
  const rules = lines.filter((line) => line.startsWith('-A '));
  const own = rules.filter((rule) => chains.some((name) => rule.startsWith(`-A ${name} `)));
  if (own.some((rule) => !scaffolding.some((pattern) => pattern.test(rule)))) return 'in use';
  const jumps = rules.filter((rule) => jump.test(rule));
  return [
    lines[0] ?? '',
    ...jumps.map((rule) => rule.replace(/^-A/, '-D')),
    ...chains.map((name) => `-F ${name}`),
    ...chains.map((name) => `-X ${name}`),
    'COMMIT',
    '',
  ].join('\n');
}
