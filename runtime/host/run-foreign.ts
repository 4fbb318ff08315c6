/*
 * Whether programs for another platform run on this host: some processors have the older of their family built in,
 * and for the rest the kernel may have been told an interpreter
 * (https://docs.kernel.org/admin-guide/binfmt-misc.html). An entry counts when the header of a program for that
 * platform fits it; what it is called says nothing.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  askedPlatform,
  formatPlatform,
  isOfPlatform,
  normalPlatform,
  type Platform,
} from '../../model/index.js';
import { errorCode } from '../store/index.js';

const entriesOfKernel = '/proc/sys/fs/binfmt_misc';

/** Bits, order of bytes and number of the machine in the headers of programs. */
const machines: Readonly<
  Record<string, readonly [bits: 32 | 64, order: 'le' | 'be', machine: number]>
> = {
  '386': [32, 'le', 3],
  amd64: [64, 'le', 62],
  arm: [32, 'le', 40],
  arm64: [64, 'le', 183],
  loong64: [64, 'le', 258],
  mips: [32, 'be', 8],
  mips64: [64, 'be', 8],
  mips64le: [64, 'le', 8],
  mipsle: [32, 'le', 8],
  ppc64: [64, 'be', 21],
  ppc64le: [64, 'le', 21],
  riscv64: [64, 'le', 243],
  s390x: [64, 'be', 22],
};

/** What the processors of an architecture run beside their own programs. */
const builtIn: Readonly<Record<string, readonly string[]>> = { amd64: ['386'], arm64: ['arm'] };

/**
 * Whether a host runs programs for a platform.
 * @param host what it is itself
 * @param entries directory in which its kernel tells what it interprets; empty where that cannot be seen
 */
export async function runsForeign(
  wanted: Platform,
  host: Platform,
  entries: string,
): Promise<boolean> {
  const { architecture } = wanted;
  if (isOfPlatform(host, wanted)) return true;
  if (wanted.os !== host.os) return false;
  if (wanted.architecture === host.architecture) return true;
  if (builtIn[host.architecture]?.includes(architecture)) return true;
  return entries !== '' && (await interprets(architecture, entries));
}

async function interprets(architecture: string, entries: string): Promise<boolean> {
  const header = headerOf(architecture);
  if (!header) return false;
  for (const name of await namesIn(entries)) {
    const text = await readFile(join(entries, name), 'utf8').catch(nothingThere);
    if (text !== undefined && fits(text, header)) return true;
  }
  return false;
}

async function namesIn(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(nothingThere);
  return (names ?? []).filter((name) => name !== 'register' && name !== 'status');
}

/** Nothing is interpreted where the kernel has no such list, or an entry has gone meanwhile. */
function nothingThere(error: unknown): undefined {
  const code = errorCode(error);
  if (code !== 'ENOENT' && code !== 'EACCES') throw error;
}

/** The first bytes of a program for an architecture. */
function headerOf(architecture: string): Buffer | undefined {
  const known = machines[architecture];
  if (!known) return undefined;
  const [bits, order, machine] = known;
  const header = Buffer.alloc(20);
  header.set([0x7f, 0x45, 0x4c, 0x46, bits / 32, order === 'le' ? 1 : 2, 1]);
  if (order === 'le') {
    header.writeUInt16LE(2, 16);
    header.writeUInt16LE(machine, 18);
  } else {
    header.writeUInt16BE(2, 16);
    header.writeUInt16BE(machine, 18);
  }
  return header;
}

/** Whether an entry that is in force takes a file that begins so. */
function fits(entry: string, header: Buffer): boolean {
  const [state, ...lines] = entry.split('\n');
  const valueOf = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
  const magic = valueOf('magic');
  if (state !== 'enabled' || magic === undefined) return false;
  const offset = Number(valueOf('offset') ?? 0);
  const wanted = Buffer.from(magic, 'hex');
  const mask = Buffer.from(valueOf('mask') ?? 'ff'.repeat(wanted.length), 'hex');
  return wanted.every((byte, index) => {
    const bits = mask[index] ?? 0xff;
    return ((header[offset + index] ?? 0) & bits) === (byte & bits);
  });
}

/**
 * Those of some platforms that a host is not known to run, by their texts.
 * @param isHere whether the host is this one, of which the kernel can be asked
 */
export async function foreignPlatforms(
  wanted: readonly string[],
  host: Platform,
  isHere = true,
): Promise<readonly { readonly platform: string; readonly engine: string }[]> {
  const found = await Promise.all(
    wanted.map(async (platform) => {
      const asked = askedPlatform(platform);
      const runs = !asked || (await runsForeign(asked, host, isHere ? entriesOfKernel : ''));
      return runs ? [] : [{ platform, engine: formatPlatform(normalPlatform(host)) }];
    }),
  );
  return found.flat();
}
