/* What the names of images stand for in their registries now, for those who move pins. */
import {
  formatTag,
  openConnection,
  parseImageName,
  RegistryError,
  remoteDigest,
} from '../runtime/index.js';
import { connectionOptions } from './registries.js';

/** What a name is pinned under, and what it stands for now or why that is not known. */
export interface CurrentDigest {
  /** As it was given. */
  readonly name: string;
  /** With its tag, in its shortest form. */
  readonly tag: string;
  readonly digest?: string;
  readonly failure?: string;
}

/** Asks for all names at once. Those that have a digest, or can be of no registry, are left out. */
export async function currentDigests(names: readonly string[]): Promise<readonly CurrentDigest[]> {
  const found = await Promise.all(names.map(currentDigest));
  return found.flatMap((one) => (one ? [one] : []));
}

async function currentDigest(text: string): Promise<CurrentDigest | undefined> {
  const name = parseImageName(text);
  if (!name || name.digest !== undefined) return undefined;
  const common = { name: text, tag: formatTag(name) };
  try {
    const digest = await remoteDigest(openConnection(name.host, connectionOptions()), name);
    return { ...common, digest };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const hint = error.hint === undefined ? '' : `. ${error.hint}`;
    return { ...common, failure: `${error.message}${hint}` };
  }
}

/** The name that an image is pinned under; `undefined` for one with a digest, and for what is no name. */
export function tagOf(text: string): string | undefined {
  const name = parseImageName(text);
  return name && name.digest === undefined ? formatTag(name) : undefined;
}
