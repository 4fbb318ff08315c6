/*
 * Platforms: what an image is made for, as `linux/arm64` or `linux/arm/v7`. Texts are read by the rules that
 * containerd has (https://github.com/containerd/platforms), so that every way of writing one is the same one.
 */
import { nearestName } from './nearest-name.js';

export interface Platform {
  readonly os: string;
  /** In OCI's words, such as `amd64`. */
  readonly architecture: string;
  /** Of an architecture, such as `v7`; absent for the one that goes without saying. */
  readonly variant?: string | undefined;
}

/** What a text is, that is no platform; the end of a sentence. */
export interface PlatformProblem {
  readonly problem: string;
}

/** Other names of architectures, with the variant that they mean. */
const aliases: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  i386: ['386'],
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
};

/** Those that Linux runs on, as Go and so OCI call them. */
const architectures = [
  '386',
  'amd64',
  'arm',
  'arm64',
  'loong64',
  'mips',
  'mips64',
  'mips64le',
  'mipsle',
  'ppc64',
  'ppc64le',
  'riscv64',
  's390x',
] as const;

/** Of architectures whose variants are levels, each able to run what is below: those that there are. */
const levels: Readonly<Record<string, { readonly usual: number; readonly most: number }>> = {
  amd64: { usual: 1, most: 4 },
  arm: { usual: 7, most: 8 },
  arm64: { usual: 8, most: 9 },
};

/** Reads the text of a platform for Linux, which is what containers here are. */
export function parsePlatform(text: string): Platform | PlatformProblem {
  const [os = '', architecture = '', variant, ...more] = text.trim().toLowerCase().split('/');
  if (os === '' || architecture === '' || variant === '' || more.length > 0) {
    return { problem: 'is no platform, which is written as `linux/arm64` or `linux/arm/v7`' };
  }
  if (os !== 'linux') return { problem: 'is for another system than Linux' };
  const platform = normalPlatform({ os, architecture, variant });
  if (!architectures.some((known) => known === platform.architecture)) {
    const near = nearestName(platform.architecture, [...architectures, ...Object.keys(aliases)]);
    const hint = near === undefined ? '' : `; did you mean \`linux/${near}\`?`;
    return { problem: `names an architecture that is not known${hint}` };
  }
  if (variant === undefined || isVariant(platform)) return platform;
  return { problem: `names a variant that \`${platform.architecture}\` does not have` };
}

export const isPlatform = (read: Platform | PlatformProblem): read is Platform =>
  !('problem' in read);

/** Levels are `v` and a number; of others nothing is known. */
function isVariant({ architecture, variant }: Platform): boolean {
  const known = levels[architecture];
  if (!known) return /^[a-z0-9][a-z0-9_.]*$/.test(variant ?? '');
  const level = levelOf({ architecture, variant });
  return level !== undefined && level >= 1 && level <= known.most;
}

/** A platform in its one spelling: aliases resolved, and a variant that goes without saying left out. */
export function normalPlatform({ os, architecture, variant }: Platform): Platform {
  const [named = architecture, implied] = aliases[architecture.toLowerCase()] ?? [];
  const level = (variant ?? '').toLowerCase().replace(/^(?=\d)/, 'v') || implied;
  const { usual } = levels[named] ?? {};
  // Of arm every level is said, as its images have it.
  const said = named === 'arm' ? (level ?? `v${usual}`) : level;
  const kept = named !== 'arm' && said === `v${usual}` ? undefined : said;
  return {
    os: os.toLowerCase(),
    architecture: named.toLowerCase(),
    ...(kept !== undefined && { variant: kept }),
  };
}

/** The platform of a text that has been checked; `undefined` where there is none. */
export function askedPlatform(text: string | undefined): Platform | undefined {
  const read = text === undefined ? undefined : parsePlatform(text);
  return read && isPlatform(read) ? read : undefined;
}

export const formatPlatform = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');

/** The text of a platform in its one spelling; as it is, where it is none. */
export function platformText(text: string): string {
  const read = parsePlatform(text);
  return isPlatform(read) ? formatPlatform(read) : text;
}

function levelOf({
  architecture,
  variant,
}: Pick<Platform, 'architecture' | 'variant'>): number | undefined {
  if (variant === undefined) return levels[architecture]?.usual;
  const level = /^v(\d+)(?:\.\d+)?$/.exec(variant)?.[1];
  return level === undefined ? undefined : Number(level);
}

/**
 * How far an image for one platform is from what is wanted: 0 for the very same, more for a lower level of the
 * same architecture; `undefined` where it is for another.
 */
export function platformDistance(wanted: Platform, offered: Platform): number | undefined {
  const [one, other] = [normalPlatform(wanted), normalPlatform(offered)];
  if (one.os !== other.os || one.architecture !== other.architecture) return undefined;
  if (one.variant === other.variant) return 0;
  const [level, below] = [levelOf(one), levelOf(other)];
  return level !== undefined && below !== undefined && below < level ? level - below : undefined;
}

/**
 * Whether an image is of a platform, as far as is told of both: some engines tell no variants, and hosts do not
 * say theirs.
 */
export function isOfPlatform(told: Platform, wanted: Platform): boolean {
  const [one, other] = [told, wanted].map(normalPlatform);
  if (one?.os !== other?.os || one?.architecture !== other?.architecture) return false;
  const isUnsaid = told.variant === undefined || wanted.variant === undefined;
  return isUnsaid || platformDistance(wanted, told) !== undefined;
}

/**
 * What an image is for, in the words in which it was asked for as far as it is that.
 * @param told what its engine tells, which may be nothing, or no variant
 */
export function toldPlatform(told: Platform, asked: string): string {
  const wanted = askedPlatform(asked);
  const isAsAsked = wanted && (told.architecture === '' || isOfPlatform(told, wanted));
  return formatPlatform(isAsAsked ? wanted : normalPlatform(told));
}

/**
 * The nearest of what is offered. A platform that says no variant is content with any, where there is no nearer.
 * @param platformOf absent platforms fit nothing
 */
export function choosePlatform<T>(
  offered: readonly T[],
  wanted: Platform,
  platformOf: (one: T) => Platform | undefined,
): T | undefined {
  const ranked = offered.flatMap((one) => {
    const platform = platformOf(one);
    const distance = platform && platformDistance(wanted, platform);
    return distance === undefined ? [] : [{ one, distance }];
  });
  const [nearest] = ranked.sort((a, b) => a.distance - b.distance);
  if (nearest || wanted.variant !== undefined) return nearest?.one;
  return offered.find((one) => {
    const platform = platformOf(one);
    return platform?.os === wanted.os && platform.architecture === wanted.architecture;
  });
}
