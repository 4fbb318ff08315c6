/*
 * What an ordinary user's engine rests on beyond what root's does: user namespaces and numbers for them, a way to
 * the network, a place for what must not outlive a boot. Looks, and tries namespaces that end with the trial.
 */
import { accessSync, constants } from 'node:fs';
import { callerName } from '../caller/index.js';
import { readIfThere } from '../oci/index.js';
import { findPart } from '../parts/index.js';
import { run } from '../process/index.js';
import { countOf, idFiles, readRanges, usualCount, type IdKind } from '../rootless/index.js';
import { errorCode, locateStore } from '../store/index.js';
import type { Finding } from './doctor.js';

export async function rootlessFindings(): Promise<readonly Finding[]> {
  return [
    user(),
    await userNamespaces(),
    numbers('uid'),
    numbers('gid'),
    networkDevice(),
    runRoot(),
    noControlGroups,
  ];
}

const uid = (): number => process.getuid?.() ?? 0;

function user(): Finding {
  const why = 'what containers may do on the host is what this user may';
  return { part: 'user', severity: 'fine', found: `${callerName()} (${uid()}), rootless`, why };
}

/** Settings of the kernel that keep ordinary users from making user namespaces, and those that let them. */
const switches: readonly { readonly path: string; readonly off: string; readonly fix: string }[] = [
  { path: 'user/max_user_namespaces', off: '0', fix: 'sysctl -w user.max_user_namespaces=15000' },
  {
    path: 'kernel/unprivileged_userns_clone',
    off: '0',
    fix: 'sysctl -w kernel.unprivileged_userns_clone=1',
  },
  {
    path: 'kernel/apparmor_restrict_unprivileged_userns',
    off: '1',
    fix: 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
];

async function userNamespaces(): Promise<Finding> {
  const part = 'user namespaces';
  const why = 'in one of them an ordinary user makes mounts and networks';
  const unshare = findPart('unshare');
  if (unshare === undefined) return { part, severity: 'warning', found: 'not tried', why };
  const tried = await run(unshare, ['--user', '--map-root-user', '--mount', '/bin/true']);
  if (tried.code === 0) return { part, severity: 'fine', found: 'can be made', why };
  const cause = switches.find(({ path, off }) => readIfThere(`/proc/sys/${path}`)?.trim() === off);
  const found = cause
    ? `/proc/sys/${cause.path} is ${cause.off}`
    : (tried.stderr.trim().split('\n').at(-1) ?? '');
  return { part, severity: 'error', found, why, ...(cause && { fix: `as root: ${cause.fix}` }) };
}

function numbers(kind: IdKind): Finding {
  const [what, option] = kind === 'uid' ? ['users', 'uids'] : ['groups', 'gids'];
  const part = idFiles[kind];
  const why = `the ${what} of images other than root are given numbers of it`;
  const count = countOf(readRanges(kind, callerName(), uid()));
  const found = count === 0 ? `none for ${callerName()}` : `${count} for ${callerName()}`;
  if (count >= usualCount) return { part, severity: 'fine', found, why };
  const fix = `as root: usermod --add-sub${option} 100000-165535 ${callerName()}`;
  return { part, severity: count === 0 ? 'error' : 'warning', found, why, fix };
}

const device = '/dev/net/tun';

function networkDevice(): Finding {
  const why = 'slirp4netns connects containers to the network of the host by it';
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return { part: device, severity: 'fine', found: 'can be opened', why };
  } catch (error) {
    const isMissing = errorCode(error) === 'ENOENT';
    const found = isMissing
      ? 'is not there; containers can be on no network'
      : 'may not be opened; containers can be on no network';
    const fix = isMissing ? 'as root: modprobe tun' : `as root: chmod 0666 ${device}`;
    return { part: device, severity: 'warning', found, why, fix };
  }
}

function runRoot(): Finding {
  const part = 'run directory';
  const why = 'what must not outlive a boot is there';
  const { runRoot: path } = locateStore();
  if (!path.startsWith(`/tmp/stowage-user-${uid()}`))
    return { part, severity: 'fine', found: path, why };
  const found = `${path}; programs that tidy up /tmp may remove it`;
  const fix = 'log in by a session of systemd, or set XDG_RUNTIME_DIR';
  return { part, severity: 'warning', found, why, fix };
}

const noControlGroups: Finding = {
  part: 'control groups',
  severity: 'warning',
  found: 'none that an ordinary user may change; limits, `pause` and `stats` are refused',
  why: 'limits of memory, processors and processes are kept by them',
};
