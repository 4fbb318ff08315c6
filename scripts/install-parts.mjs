// Installs missing Debian packages: says what and why before it does, only as root, and without
// letting a package start a service. An ordinary user is told what to ask root for.
// The package lists are refreshed only when apt does not know a package or cannot fetch it.

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, run } from './commands.mjs';
import { describeParts, installCommand, missingParts, servicePackages } from './parts.mjs';

/** @typedef {import('./parts.mjs').Part} Part */

/**
 * @typedef {{ kind: 'present' }
 *   | { kind: 'missing', parts: readonly Part[], reason: string }} Result
 */

const unattended = { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' };
/** Little said, and patience with an installation that is under way. */
const manner = ['-qq', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300'];

/**
 * Makes sure that the parts are on this machine.
 * @param {readonly Part[]} parts
 * @param {(line: string) => void} say
 * @returns {Promise<Result>} `missing` with a sentence that says why, when it could not
 */
export async function ensureParts(parts, say) {
  const missing = missingParts(parts);
  if (missing.length === 0) return { kind: 'present' };
  const command = installCommand(missing).join(' ');
  say('These parts are not on this machine:');
  describeParts(missing).forEach(say);
  if (process.platform !== 'linux') {
    return { kind: 'missing', parts: missing, reason: 'the engines under test need Linux' };
  }
  if ((await capture('apt-get', ['--version'])).code !== 0) {
    say('There is no apt-get here. Install the programs above with the tools of this system.');
    return { kind: 'missing', parts: missing, reason: `no apt-get to install ${names(missing)}` };
  }
  if (process.getuid?.() !== 0) {
    say('Installing them takes root. Ask root to run:');
    say(`  apt-get update && ${command}`);
    return { kind: 'missing', parts: missing, reason: `${names(missing)} not installed` };
  }
  say(`Installing them: ${command}`);
  return install(missing, say);
}

/**
 * @param {readonly Part[]} parts
 * @param {(line: string) => void} say
 * @returns {Promise<Result>}
 */
async function install(parts, say) {
  const withServices = parts.some((part) => servicePackages.includes(part.package));
  const code = withServices
    ? await withoutServices(() => fetchAndInstall(parts, say))
    : await fetchAndInstall(parts, say);
  const left = missingParts(parts);
  if (code === 0 && left.length === 0) return { kind: 'present' };
  if (left.length === 0) return { kind: 'present' };
  say(`apt-get ended with exit code ${code}; its message is above. Still missing: ${names(left)}.`);
  return { kind: 'missing', parts: left, reason: `apt-get could not install ${names(left)}` };
}

/**
 * @param {readonly Part[]} parts
 * @param {(line: string) => void} say
 * @returns {Promise<number>} the exit code of apt-get
 */
async function fetchAndInstall(parts, say) {
  const [program, ...args] = installCommand(parts);
  const packages = parts.map((part) => part.package);
  const known = await capture('apt-cache', ['show', '--no-all-versions', ...packages]);
  if (known.code === 0) {
    const code = await run(program, [...manner, ...args], unattended);
    if (code === 0) return code;
    say('Refreshing the package lists, which may be old: apt-get update');
  } else {
    say('Fetching the package lists first: apt-get update');
  }
  const updated = await run(program, [...manner, 'update'], unattended);
  return updated === 0 ? run(program, [...manner, ...args], unattended) : updated;
}

// --- Services -------------------------------------------------------------------------------

const policy = '/usr/sbin/policy-rc.d';
const policyAside = `${policy}.before-stowage`;
const policyText = `#!/bin/sh
# Written by Stowage while it installs packages for its tests, and removed afterwards:
# no service may be started by an installation.
exit 101
`;

/** What the packages would start, now or at the next boot. */
const services = [
  'docker.socket',
  'docker.service',
  'containerd.service',
  'docker-registry.service',
  'ssh.service',
  'ssh.socket',
  'podman.socket',
  'podman.service',
  'podman-auto-update.timer',
  'podman-restart.service',
];

/**
 * Runs an installation during which no service starts (Debian policy 9.3.3.2), and disables those
 * it enabled, so that the tests leave no daemon behind, now or after a reboot.
 * @param {() => Promise<number>} installation
 */
async function withoutServices(installation) {
  restorePolicy(); // what a killed run may have left
  if (existsSync(policy)) renameSync(policy, policyAside);
  writeFileSync(policy, policyText, { mode: 0o755 });
  process.once('exit', restorePolicy);
  try {
    return await installation();
  } finally {
    restorePolicy();
    process.removeListener('exit', restorePolicy);
    if (existsSync('/run/systemd/system')) {
      const known = services.filter((unit) => existsSync(join('/usr/lib/systemd/system', unit)));
      await run('systemctl', ['disable', '--now', ...known]);
    }
  }
}

function restorePolicy() {
  if (existsSync(policy) && readFileSync(policy, 'utf8') === policyText) rmSync(policy);
  if (existsSync(policyAside)) renameSync(policyAside, policy);
}

/** @param {readonly Part[]} parts */
function names(parts) {
  return parts.map((part) => part.package).join(', ');
}
