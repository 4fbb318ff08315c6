// What containers can leave behind on a host, listed before and after the tests and compared:
// mounts, network namespaces and links, firewall rules, cgroups, processes, directories.
// It only looks; cleaning up is the business of whoever made the thing.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { capture } from './commands.mjs';
import { isNotFound } from './sources.mjs';

/** @typedef {ReadonlyMap<string, ReadonlySet<string>>} Traces what there is, by sort */

const processNames = new Set([
  'aardvark-dns',
  'conmon',
  'containerd',
  'containerd-shim',
  'crun',
  'docker-proxy',
  'dockerd',
  'netavark',
  'podman',
  'runc',
  'slirp4netns',
]);

/** How long the kernel and dying processes get to finish what is under way. */
const settleSeconds = 10;

/** @returns {Promise<Traces>} */
export async function hostTraces() {
  return new Map([
    ['mount', new Set(mounts())],
    ['network namespace', new Set([...names('/run/netns'), ...names('/run/docker/netns')])],
    ['network link', new Set(names('/sys/class/net'))],
    ['firewall rule', new Set(await firewallRules())],
    ['cgroup', new Set(cgroups('/sys/fs/cgroup', 4))],
    ['process', new Set(processes())],
    ['directory', new Set(directories())],
  ]);
}

/**
 * What is there now and was not before, after giving it time to go.
 * @param {Traces} before
 * @returns {Promise<string[]>} one line for each
 */
export async function leaksSince(before) {
  const deadline = performance.now() + settleSeconds * 1000;
  for (;;) {
    const leaks = newTraces(before, await hostTraces());
    if (leaks.length === 0 || performance.now() > deadline) return leaks;
    await delay(500);
  }
}

/**
 * @param {Traces} before
 * @param {Traces} after
 * @returns {string[]} `sort: name`, for each trace that only `after` has
 */
export function newTraces(before, after) {
  return [...after].flatMap(([sort, traces]) =>
    [...traces]
      .filter((trace) => !before.get(sort)?.has(trace))
      .map((trace) => `${sort}: ${trace}`),
  );
}

function mounts() {
  return read('/proc/self/mountinfo')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [head = '', tail = ''] = line.split(' - ');
      return `${head.split(' ')[4]} (${tail.split(' ')[0]})`;
    });
}

async function firewallRules() {
  const saved = await Promise.all(
    ['iptables-save', 'ip6tables-save'].map(async (program) => {
      const { code, stdout } = await capture(program, []);
      return code === 0 ? rulesOf(program, stdout) : [];
    }),
  );
  return saved.flat();
}

/**
 * @param {string} program
 * @param {string} text
 */
function rulesOf(program, text) {
  let table = '';
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('*')) table = line.slice(1);
    // A chain of the kernel's own with its own policy appears as soon as a table is looked at.
    if (!/^(-A|:)/.test(line) || /^:\S+ ACCEPT/.test(line)) return [];
    return [`${program} ${table} ${line.replace(/ \[\d+:\d+\]$/, '')}`];
  });
}

/**
 * Cgroups that a container engine made: named for us, for Docker, or for a container.
 * @param {string} directory
 * @param {number} depth how many levels to look below
 * @returns {string[]}
 */
function cgroups(directory, depth) {
  if (depth === 0) return [];
  return subdirectories(directory).flatMap((name) => {
    const path = join(directory, name);
    return /^(stowage|docker)|[0-9a-f]{64}/.test(name) ? [path] : cgroups(path, depth - 1);
  });
}

function processes() {
  return names('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      // comm is in parentheses and may hold any character; the state follows it.
      const match = /^\d+ \((.*)\) (\S)/s.exec(read(`/proc/${pid}/stat`));
      const [, comm = '', state = ''] = match ?? [];
      const engine = processNames.has(comm) || processNames.has(comm.replace(/-shim.*$/, '-shim'));
      if (state === 'Z') return [];
      const agent = isAgent(read(`/proc/${pid}/cmdline`).split('\0'));
      return engine || agent ? [`${agent ? 'stowage agent' : comm}, pid ${pid}`] : [];
    });
}

/**
 * Whether a command line is that of an agent, which commands of the embedded engine leave behind.
 * @param {readonly string[]} words
 */
function isAgent(words) {
  return words.some((word, index) => /stowage(\.js)?$/.test(word) && words[index + 1] === 'agent');
}

function directories() {
  const below = ['/run/stowage', '/var/lib/stowage', '/run/netavark', '/run/containers'];
  return [
    ...below.flatMap((directory) => names(directory).map((name) => join(directory, name))),
    ...['/tmp', '/var/tmp', '/run'].flatMap((directory) =>
      names(directory)
        .filter((name) => name.startsWith('stowage'))
        .map((name) => join(directory, name)),
    ),
  ];
}

/** @param {string} directory */
function subdirectories(directory) {
  return names(directory).filter((name) => {
    const stat = statSync(join(directory, name), { throwIfNoEntry: false });
    return stat !== undefined && stat.isDirectory();
  });
}

/** @param {string} directory */
function names(directory) {
  return orElse(() => readdirSync(directory), []);
}

/** @param {string} file */
function read(file) {
  return orElse(() => readFileSync(file, 'utf8'), '');
}

/**
 * What a look at the host gives, or `nothing` where there is no such file, or no longer, or where
 * this user may not look: then the tests of this user cannot have put anything there either.
 * @template T
 * @param {() => T} look
 * @param {T} nothing
 * @returns {T}
 */
function orElse(look, nothing) {
  try {
    return look();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ESRCH' || code === 'EACCES' || isNotFound(error)) return nothing;
    throw error;
  }
}
