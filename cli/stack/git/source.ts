/*
 * Git sources of modules, `git::URL//directory?ref=NAME`, taken apart and checked before anything of
 * them reaches a command line. What could be read as an option, a remote helper or another program is
 * refused here; a credential is refused too, so that no source, lock file or message ever holds one.
 */
import { ModuleProblem } from './module-problem.js';

export interface GitSource {
  /** The source as it is written. */
  readonly text: string;
  /** Where the repository is, as git takes it. */
  readonly url: string;
  /** Directory of the module in the repository; empty for its root. */
  readonly directory: string;
  /** Branch, tag, full name of a ref, or commit; absent for what the repository itself points at. */
  readonly ref: string | undefined;
  /** What `stowage.lock` knows it by: the source without its directory. */
  readonly key: string;
  /** Equal for the spellings of one repository. */
  readonly repository: string;
}

const prefix = 'git::';

/** What git may speak where nothing else is allowed; the others send in the clear. */
const usualProtocols = ['https', 'ssh', 'file'] as const;
const knownProtocols: readonly string[] = [...usualProtocols, 'http', 'git'];

/** Whether a source of `use` means a repository, well-formed or not. */
export function isGitSource(source: string): boolean {
  return source.startsWith(prefix);
}

/** The protocols that may be spoken, by STOWAGE_GIT_PROTOCOLS (`https:ssh`). @throws ModuleProblem */
export function allowedProtocols(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const given = environment['STOWAGE_GIT_PROTOCOLS'];
  if (given === undefined || given === '') return usualProtocols;
  const names = given.split(':').filter((name) => name !== '');
  const unknown = names.find((name) => !knownProtocols.includes(name));
  if (unknown === undefined) return names;
  throw new ModuleProblem(
    `STOWAGE_GIT_PROTOCOLS names the protocol ${unknown}`,
    `It may name ${knownProtocols.join(', ')}, with colons between them.`,
  );
}

/**
 * Takes a Git source apart.
 * @param conceal told of a credential that stands in the source, before anything is said of it
 * @throws ModuleProblem for what is not one, or may not be used
 */
export function parseGitSource(
  source: string,
  protocols: readonly string[],
  conceal: (secret: string) => void,
): GitSource {
  const { address, query } = splitQuery(source.slice(prefix.length));
  refuseCredential(address, conceal);
  const helper = remoteHelperIn(address);
  if (helper !== undefined) throw new ModuleProblem(`modules are not fetched by ${helper}`);
  const { url, directory } = splitDirectory(address);
  const protocol = protocolOf(url);
  if (!protocols.includes(protocol)) {
    throw new ModuleProblem(
      `modules are not fetched by ${protocol}`,
      `Allowed are ${protocols.join(', ')}; STOWAGE_GIT_PROTOCOLS names others, such as \`https:ssh:http\`.`,
    );
  }
  if (directory.split('/').some((part) => part === '..' || part === '.')) {
    throw new ModuleProblem('a directory in a repository has no `.` and no `..` in its path');
  }
  const ref = refOf(query);
  return {
    text: source,
    url,
    directory,
    ref,
    key: `${prefix}${url}${ref === undefined ? '' : `?ref=${ref}`}`,
    repository: repositoryOf(url),
  };
}

function splitQuery(text: string): {
  readonly address: string;
  readonly query: string | undefined;
} {
  const at = text.indexOf('?');
  return at === -1
    ? { address: text, query: undefined }
    : { address: text.slice(0, at), query: text.slice(at + 1) };
}

function splitDirectory(address: string): { readonly url: string; readonly directory: string } {
  const scheme = address.indexOf('://');
  const at = address.indexOf('//', scheme === -1 ? 0 : scheme + 3);
  const url = at === -1 ? address : address.slice(0, at);
  const directory = at === -1 ? '' : address.slice(at + 2);
  if (!/^[\w.~:/@%+=,[\]-]+$/.test(url) || url.includes('..') || url.endsWith('/')) {
    throw notGit();
  }
  if (!/^(?:[\w.~@%+=, -]+(?:\/[\w.~@%+=, -]+)*\/?)?$/u.test(directory)) throw notGit();
  return { url, directory: directory.replace(/\/$/, '') };
}

const notGit = (): ModuleProblem =>
  new ModuleProblem(
    'this is no address of a Git repository',
    'It is written `git::https://example.org/modules.git//postgres?ref=v1`: an address, a directory in the repository, and a branch, tag or commit.',
  );

/** What git would hand to another program. */
function remoteHelperIn(address: string): string | undefined {
  const [, name] = /^([^/@]*?)::/.exec(address) ?? [];
  return name === undefined ? undefined : `the remote helper ${name}`.trimEnd();
}

/** `https`, `ssh`, … */
function protocolOf(url: string): string {
  if (url.includes('::')) throw notGit();
  const scheme = /^([a-z][a-z+.-]*):\/\/(.*)$/i.exec(url);
  if (!scheme) return scpHost(url);
  const [, name = '', rest = ''] = scheme;
  if (name === 'file') {
    if (!rest.startsWith('/')) throw notGit();
    return name;
  }
  const host = /^(?:[\w.+-]+@)?(\[[0-9a-f:]+\]|[\w.-]+)(?::\d+)?\/.+$/i.exec(rest)?.[1];
  if (host === undefined || host.startsWith('-') || rest.startsWith('-')) throw notGit();
  return name.toLowerCase();
}

/** `git@host:path` is ssh. */
function scpHost(url: string): string {
  if (/^(?:[A-Za-z0-9_][\w.+-]*@)?[A-Za-z0-9][\w.-]*:(?![-/])[^:]+$/.test(url)) return 'ssh';
  throw notGit();
}

/** A password in an address would stand in the files, in the lock and in the list of processes. */
function refuseCredential(address: string, conceal: (secret: string) => void): void {
  const [, scheme = '', user = '', colon = ''] =
    /^([a-z+.-]+):\/\/([^@/:]*)(:[^/]*)?@/i.exec(address) ?? [];
  const isSsh = scheme.toLowerCase() === 'ssh';
  if ((user === '' && colon === '') || (isSsh && colon === '')) return;
  if (colon !== '') conceal(colon.slice(1));
  if (!isSsh) conceal(user);
  throw new ModuleProblem(
    'there is a credential in the address of the repository',
    'Leave it out, and give it to git: by a credential helper, an ssh key, or `http.extraHeader` in your own configuration of git.',
  );
}

function refOf(query: string | undefined): string | undefined {
  if (query === undefined) return undefined;
  const [, given] = /^ref=([^&=]*)$/.exec(query) ?? [];
  if (given === undefined) {
    throw new ModuleProblem(
      'after the `?` of a Git source stands `ref=` and a name',
      'Such as `?ref=v1.2.0`, `?ref=main`, or a commit.',
    );
  }
  const ref = decoded(given);
  const wellFormed =
    ref !== undefined &&
    /^[A-Za-z0-9_][\w./+@#-]{0,249}$/.test(ref) &&
    !/\.\.|\/\/|@\{|\/\.|\/-|\.lock(?:\/|$)|[/.]$/.test(ref);
  if (wellFormed) return ref;
  throw new ModuleProblem('this is no name of a branch or tag, and no commit');
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** Host and path without what may be written or left out. */
function repositoryOf(url: string): string {
  const plain = url.replace(/\/*(?:\.git)?\/*$/, '');
  if (plain.startsWith('file://')) return plain;
  const scp = /^(?:[^@/]*@)?([^/:]+):(.*)$/.exec(plain);
  const [, host = '', path = ''] =
    /^[a-z]+:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:]+)(?::\d+)?\/(.*)$/i.exec(plain) ?? scp ?? [];
  return `${host.toLowerCase()}/${path}`;
}

/** Whether a ref is a commit, which no one can move. */
export function isCommit(ref: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(ref);
}
