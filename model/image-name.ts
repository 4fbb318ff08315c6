/*
 * Names of images as people write them, read by the rules that every tool of the field has:
 * https://github.com/distribution/reference. What has no host is one of the default registry.
 */

/**
 * The registry of names without a host. Its names cannot be left out: what everybody writes, and what
 * engines report, means this one. `domain` is in names, `api` is asked, `credentials` is its key in files
 * that hold credentials.
 */
export const defaultRegistry = {
  domain: 'docker.io',
  aliases: ['index.docker.io', 'registry-1.docker.io'],
  api: 'registry-1.docker.io',
  credentials: 'https://index.docker.io/v1/',
  /** Where it keeps repositories that are written without a slash. */
  prefix: 'library/',
} as const;

export interface ImageName {
  /** Host of the registry, with its port where one is written. */
  readonly host: string;
  /** Path of the repository in the registry. */
  readonly repository: string;
  /** `latest` where neither tag nor digest are written. */
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const hostPattern = new RegExp(
  `^(?:${label}(?:\\.${label})*|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?$`,
);
const tagPattern = /^\w[\w.-]{0,127}$/;
export const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** Reads a name; `undefined` for what can be none, such as an id. */
export function parseImageName(text: string): ImageName | undefined {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !digestPattern.test(digest)) return undefined;
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !tagPattern.test(tag)) return undefined;
  const path = hasTag ? named.slice(0, colon) : named;
  // Such a text is an id everywhere.
  if (/^[0-9a-f]{64}$/.test(path)) return undefined;
  const place = splitHost(path);
  if (!hostPattern.test(place.host) || !repositoryPattern.test(place.repository)) return undefined;
  if (place.repository.length > 255) return undefined;
  const kept = tag ?? (digest === undefined ? 'latest' : undefined);
  return {
    ...place,
    ...(kept !== undefined && { tag: kept }),
    ...(digest !== undefined && { digest }),
  };
}

/** What stands before the first slash is a host when it cannot be a part of a repository. */
function splitHost(path: string): Pick<ImageName, 'host' | 'repository'> {
  const { domain, aliases, prefix } = defaultRegistry;
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const isDefault = !isHost || first === domain || aliases.some((alias) => alias === first);
  const rest = isHost ? path.slice(slash + 1) : path;
  if (!isDefault) return { host: first, repository: rest };
  return { host: domain, repository: rest.includes('/') ? rest : `${prefix}${rest}` };
}

/** The shortest way to write host and repository, which engines use too. */
function familiarRepository({ host, repository }: ImageName): string {
  const { domain, prefix } = defaultRegistry;
  if (host !== domain) return `${host}/${repository}`;
  const short = repository.startsWith(prefix) ? repository.slice(prefix.length) : repository;
  return short.includes('/') ? repository : short;
}

/** A name in its shortest form, with tag and digest as far as it has them. */
export function formatImageName(name: ImageName): string {
  const tag = name.tag === undefined ? '' : `:${name.tag}`;
  const digest = name.digest === undefined ? '' : `@${name.digest}`;
  return `${familiarRepository(name)}${tag}${digest}`;
}

/** The name with its tag alone: what is pinned, and what an engine shows. */
export function formatTag({ digest: _, ...name }: ImageName): string {
  return formatImageName(name);
}

/** Names that are given to an image here, as engines list them: each once, with its tag, in order. */
export function tagsOf(names: readonly string[]): readonly string[] {
  const tags = names.map((text) => {
    const name = parseImageName(text);
    return name === undefined ? text : formatTag(name);
  });
  return [...new Set(tags)].sort();
}

/** The name as an engine notes from where an image came: repository and digest. */
export function formatDigest({ host, repository, digest }: ImageName): string {
  return formatImageName({ host, repository, ...(digest !== undefined && { digest }) });
}
