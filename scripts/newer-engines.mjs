// Docker and Podman of a later release of Debian than this machine's, unpacked into a directory of
// the user's cache: nothing is installed, and nothing of the system is changed. Tests lay the
// directory's `usr` over the machine's own where only the engine under test sees it, so its
// libraries and its loader come along. apt fetches and verifies, with lists of its own, from where
// this machine's apt has its packages.
//   node scripts/newer-engines.mjs   gets what is missing, and prints the directory

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { capture, runsAsCommand } from './commands.mjs';

/** The release that they are taken from. */
const suite = 'trixie';

/** The engines with what they run, and Compose, of which containers are imported. */
const engines = [
  ...['docker.io', 'containerd', 'runc', 'docker-compose'],
  ...['podman', 'conmon', 'crun', 'netavark', 'aardvark-dns', 'golang-github-containers-common'],
];

/** Libraries that these want newer than the machine may have them. */
const libraries = [
  ...['libc6', 'libgcc-s1', 'libseccomp2', 'libsystemd0', 'libcap2', 'libyajl2'],
  ...['libglib2.0-0t64', 'libpcre2-8-0'],
  ...['libgpgme11t64', 'libgpg-error0', 'libassuan9', 'libsqlite3-0', 'libsubid5'],
];

/** What has to start from the directory for it to be whole. */
const programs = ['dockerd', 'containerd', 'runc', 'podman', 'conmon', 'crun'];

/** Name of the file that is written last: a directory with it is whole. */
const stampName = 'packages.json';
const stamp = `${JSON.stringify({ suite, packages: [...engines, ...libraries] })}\n`;

/**
 * @typedef {{ kind: 'present', directory: string } | { kind: 'missing', reason: string }} Result
 */

/** Where they are, or would be. */
export function newerEnginesDirectory() {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'stowage', `engines-${suite}`);
}

/**
 * Makes sure that they are there.
 * @param {(line: string) => void} say
 * @returns {Promise<Result>} `missing` with a sentence that says why, when it could not
 */
export async function ensureNewerEngines(say) {
  const directory = newerEnginesDirectory();
  if (isWhole(directory)) return { kind: 'present', directory };
  if (process.platform !== 'linux') return missing('they need Linux');
  if (process.getuid?.() !== 0) return missing('they run as root, and this is an ordinary user');
  say(`Fetching Docker and Podman of Debian ${suite} into ${directory} (110 MB, once).`);
  const work = `${directory}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    const problem = (await unpack(work)) ?? (await tryPrograms(work));
    if (problem !== undefined) return missing(problem);
    writeFileSync(join(work, stampName), stamp);
    rmSync(directory, { recursive: true, force: true });
    renameSync(work, directory);
    return { kind: 'present', directory };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} reason @returns {Result} */
const missing = (reason) => ({
  kind: 'missing',
  reason: `the newer engines could not be had: ${reason}`,
});

/** @param {string} directory */
function isWhole(directory) {
  const file = join(directory, stampName);
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

/**
 * Fetches and unpacks the packages.
 * @param {string} directory
 * @returns {Promise<string | undefined>} why it could not
 */
async function unpack(directory) {
  const source = await debianSource();
  if (source === undefined) return 'apt knows no source of Debian here';
  const apt = join(directory, 'apt');
  const archives = join(apt, 'archives');
  mkdirSync(join(apt, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(archives, 'partial'), { recursive: true });
  writeFileSync(join(apt, 'status'), '');
  writeFileSync(join(apt, 'sources.list'), `deb ${sourceOptions()} ${source} ${suite} main\n`);
  writeFileSync(join(apt, 'apt.conf'), settings(apt));
  const environment = { APT_CONFIG: join(apt, 'apt.conf') };
  const updated = await capture('apt-get', ['-qq', 'update'], environment);
  if (updated.code !== 0) return `apt-get could not read the lists of ${suite}${said(updated)}`;
  // It fetches into the directory where it runs.
  const download = ['-c', 'cd "$0" && exec apt-get -qq download "$@"', archives];
  const fetched = await capture('sh', [...download, ...engines, ...libraries], environment);
  if (fetched.code !== 0) return `apt-get could not fetch them${said(fetched)}`;
  for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
    const unpacked = await capture('dpkg-deb', ['-x', join(archives, name), directory]);
    if (unpacked.code !== 0) return `${name} cannot be unpacked${said(unpacked)}`;
  }
  rmSync(apt, { recursive: true });
  return undefined;
}

/** Keeps apt away from the lists, packages and settings of the system. @param {string} apt */
function settings(apt) {
  return `Dir::Etc::sourcelist "${join(apt, 'sources.list')}";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "${join(apt, 'lists')}";
Dir::State::status "${join(apt, 'status')}";
Dir::Cache "${apt}";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Update::Error-Mode "any";
`;
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Lists of packages alone; and by the keys of Debian, where they are not with those that apt trusts anyway. */
function sourceOptions() {
  const signed = existsSync(keyring) ? ` signed-by=${keyring}` : '';
  return `[targets=Packages${signed}]`;
}

/** Where this machine's apt has Debian itself from. */
async function debianSource() {
  const format = '$(LABEL) $(COMPONENT) $(RELEASE) $(REPO_URI)';
  const args = ['indextargets', '--format', format, 'Created-By: Packages'];
  const { code, stdout } = await capture('apt-get', args);
  const sources = stdout.split('\n').map((line) => line.split(' '));
  const main = sources.find(
    ([label, component, release]) =>
      label === 'Debian' && component === 'main' && !release?.includes('-'),
  );
  return code === 0 ? main?.[3] : undefined;
}

/**
 * Runs each program once where the directory lies over the machine's `/usr`.
 * @param {string} directory
 * @returns {Promise<string | undefined>} what does not start
 */
async function tryPrograms(directory) {
  for (const program of programs) {
    const script = 'mount -t overlay -o "lowerdir=$0/usr:/usr" overlay /usr && exec "$1" --version';
    const args = ['--mount', '--propagation', 'private', 'sh', '-c', script, directory, program];
    const tried = await capture('unshare', args);
    if (tried.code !== 0) return `${program} does not start from ${directory}${said(tried)}`;
  }
  return undefined;
}

/**
 * The last thing that a program complained of.
 * @param {import('./commands.mjs').Outcome} outcome
 */
function said({ code, stdout, stderr }) {
  const lines = `${stdout}\n${stderr}`.trim().split('\n');
  // What apt complains of first is the cause; what it says last is that something was the matter.
  const line = lines.find((text) => /^[EW]: /.test(text)) ?? lines.at(-1) ?? '';
  return `: ${line === '' ? `exit code ${code}` : line}`;
}

if (runsAsCommand(import.meta.url)) {
  const result = await ensureNewerEngines((line) => console.error(line));
  if (result.kind === 'present') console.log(result.directory);
  else console.error(result.reason);
  process.exitCode = result.kind === 'present' ? 0 : 1;
}
