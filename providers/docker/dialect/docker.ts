/*
 * Docker's own ways. It tells causes apart by text as much as by status (a port that is taken is a
 * 500, a network in use a 403), so the table is by what was tried, status and text.
 */
import { parseNetwork } from '../client/inspections.js';
import { verdict } from '../verdict.js';
import type { Dialect, Rule } from './dialect.js';
import { mountHint } from './mount-hint.js';
import { registryRules } from './registry-rules.js';

const rules: readonly Rule[] = [
  ...registryRules,
  {
    text: /port is already allocated|address already in use/i,
    code: 'port-in-use',
    hint: 'Something else on the host listens there. `docker ps` or `ss -ltnp` shows what.',
  },
  { verb: 'create', status: 404, text: /no such image/i, code: 'image-not-found' },
  { verb: 'create', text: /bind source path does not exist/i, code: 'invalid', hint: mountHint },
  {
    text: /client version (\S+) is too old\. minimum supported api version is ([\d.]+)/i,
    code: 'unsupported',
    words: ([, asked = '', least = '']) =>
      `the engine speaks API ${least} and later, and Stowage no later one than ${asked}`,
    hint: 'They have no version in common. Is there a newer Stowage?',
  },
  {
    text: /client version (\S+) is too new\. maximum supported api version is ([\d.]+)/i,
    code: 'unsupported',
    words: ([, asked = '', most = '']) =>
      `the engine speaks API ${most} at most, and has greeted as if it knew ${asked}`,
    hint: 'Something that stands before the engine may have greeted in its place.',
  },
  { verb: 'build', text: /no such image|pull access denied/i, code: 'image-not-found' },
  { verb: 'build', code: 'build-failed' },
  {
    // https://github.com/moby/moby/pull/38364 clears the container away, and not its task.
    verb: 'start',
    text: /\btask \S+ already exists|container .* already exists: unknown/i,
    code: 'start-failed',
    hint: 'The daemon ended in the middle of an earlier start, and its containerd keeps what was begun. Made anew it starts: `stowage apply --replace` with its address. Volumes stay.',
  },
  { status: 409, text: /already in use by container|already exists/i, code: 'name-in-use' },
  {
    verb: 'start',
    text: /network .*not found|could not find a network/i,
    code: 'start-failed',
    hint: 'A network of the container was made anew since. The next plan connects it again.',
  },
  { status: 404, code: 'not-found' },
  { status: 403, text: /active endpoints/i, code: 'in-use' },
  { verb: 'remove', status: 409, code: 'in-use' },
  { verb: 'start', code: 'start-failed' },
  { status: 400, code: 'invalid' },
  { status: 409, code: 'in-use' },
];

const connectHints: Readonly<Record<string, string>> = {
  ENOENT:
    'There is no such socket. Is Docker installed, and is its daemon running (`systemctl start docker`)?',
  ECONNREFUSED:
    'Nobody listens on the socket. Is the daemon running (`systemctl start docker`, or `dockerd`)?',
  EACCES:
    'This user may not use the socket. Run as root, or join the group `docker` and log in again.',
};

const same = (report: unknown): unknown => report;

export function dockerDialect(version: string): Dialect {
  return {
    family: 'docker',
    name: 'Docker',
    version,
    rules,
    connectHints,
    verdict,
    hasIdentity: true,
    needsCheckRunner: false,
    files: { readsMounted: true, readsTogether: true, tellsOwners: true, reachesVolumes: true },
    reports: {
      container: same,
      containerEntry: same,
      image: same,
      tellsShells: true,
      networksPath: '/networks',
      network: parseNetwork,
      event: (message) => message,
      // The command line comes last, for it is the only one with blanks in it.
      processArguments: '-eo pid,ppid,user,cputimes,etimes,args',
      processes: ({ rows }) => rows,
    },
    versioned: (path, api) => (api === '' ? path : `/v${api}${path}`),
    request: (request) => request,
    limits: (request) => request,
    scratchIsOwn: true,
    needsHistory: false,
    // Its names may be those of several.
    networkKey: ({ id }) => id,
    // It goes on calling `none` a network.
    offline: { mode: 'none', joins: 'none' },
    imageName: (reference) => reference,
    endpoint: (told) => told,
    restore: (read) => read,
  };
}
