/*
 * Filters of system calls that users bring: profiles as Docker's own are written, with conditions on
 * capabilities, architecture and kernel, or plain ones of OCI. Both become what holds for one container.
 * https://docs.docker.com/engine/security/seccomp/
 */
import { RuntimeError } from '../errors.js';
import type { SeccompArgument, SeccompFilter, SeccompRule } from './seccomp.js';

/** What conditions of a profile are judged by. */
export interface SeccompWorld {
  /** As OCI names them. */
  readonly capabilities: readonly string[];
  /** Node's name of the machine's architecture, such as `x64`. */
  readonly architecture: string;
  /** Such as `6.1.0-18-amd64`. */
  readonly kernel: string;
}

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

/** Go's names of architectures, by which profiles tell them apart. */
const goNames: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  arm64: 'arm64',
  arm: 'arm',
  ppc64: 'ppc64le',
  riscv64: 'riscv64',
  s390x: 's390x',
  loong64: 'loong64',
};

/** Names that libseccomp gives them. */
const seccompNames: Readonly<Record<string, string>> = {
  x64: 'SCMP_ARCH_X86_64',
  ia32: 'SCMP_ARCH_X86',
  arm64: 'SCMP_ARCH_AARCH64',
  arm: 'SCMP_ARCH_ARM',
  ppc64: 'SCMP_ARCH_PPC64LE',
  riscv64: 'SCMP_ARCH_RISCV64',
  s390x: 'SCMP_ARCH_S390X',
  loong64: 'SCMP_ARCH_LOONGARCH64',
};

const refuse = (reason: string): RuntimeError =>
  new RuntimeError({ kind: 'setting-unusable', setting: 'seccomp', value: 'the profile', reason });

/**
 * The filter that a profile means for one container.
 * @param text the profile in JSON
 * @throws RuntimeError `setting-unusable`
 */
export function customSeccomp(text: string, world: SeccompWorld): SeccompFilter {
  const profile = parse(text);
  const { defaultAction, defaultErrnoRet, syscalls = [] } = profile;
  if (!isText(defaultAction)) throw refuse('it has no `defaultAction`');
  if (!Array.isArray(syscalls)) throw refuse('its `syscalls` are no list');
  const architectures = architecturesOf(profile, world.architecture);
  return {
    defaultAction,
    ...(typeof defaultErrnoRet === 'number' && { defaultErrnoRet }),
    ...(architectures.length > 0 && { architectures }),
    ...(Array.isArray(profile['flags']) && { flags: profile['flags'].filter(isText) }),
    syscalls: syscalls.flatMap((entry: unknown, index) => ruleOf(entry, index, world)),
  };
}

function parse(text: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isMembers(value)) throw refuse('it is no object');
  return value;
}

function architecturesOf(profile: Members, architecture: string): readonly string[] {
  const { architectures, archMap } = profile;
  if (Array.isArray(architectures) && architectures.length > 0) return architectures.filter(isText);
  if (!Array.isArray(archMap)) return [];
  const own = archMap
    .filter(isMembers)
    .find((entry) => entry['architecture'] === (seccompNames[architecture] ?? ''));
  if (own === undefined) return [];
  const { subArchitectures } = own;
  return [
    ...(isText(own['architecture']) ? [own['architecture']] : []),
    ...(Array.isArray(subArchitectures) ? subArchitectures.filter(isText) : []),
  ];
}

function ruleOf(entry: unknown, index: number, world: SeccompWorld): readonly SeccompRule[] {
  const at = `entry ${index + 1} of its \`syscalls\``;
  if (!isMembers(entry)) throw refuse(`${at} is no object`);
  const names = Array.isArray(entry['names'])
    ? entry['names'].filter(isText)
    : isText(entry['name'])
      ? [entry['name']]
      : [];
  const { action, errnoRet, args } = entry;
  if (names.length === 0) throw refuse(`${at} names no system call`);
  if (!isText(action)) throw refuse(`${at} has no \`action\``);
  if (!applies(entry, world)) return [];
  return [
    {
      names,
      action,
      ...(typeof errnoRet === 'number' && { errnoRet }),
      ...(Array.isArray(args) && args.length > 0 && { args: args.map((arg) => argument(arg, at)) }),
    },
  ];
}

function argument(value: unknown, at: string): SeccompArgument {
  if (!isMembers(value)) throw refuse(`${at} has an argument that is no object`);
  const { index, value: first, valueTwo, op } = value;
  if (typeof index !== 'number' || typeof first !== 'number' || !isText(op)) {
    throw refuse(`${at} has an argument without \`index\`, \`value\` and \`op\``);
  }
  return { index, value: first, ...(typeof valueTwo === 'number' && { valueTwo }), op };
}

/** Whether the conditions of a rule hold: all that it includes, none that it excludes. */
function applies(entry: Members, world: SeccompWorld): boolean {
  const { includes, excludes } = entry;
  const wanted = isMembers(includes) ? includes : {};
  const unwanted = isMembers(excludes) ? excludes : {};
  return holds(wanted, world) && !isMet(unwanted, world);
}

function holds(conditions: Members, world: SeccompWorld): boolean {
  const { caps, arches, minKernel } = conditions;
  return (
    (!isFilled(caps) || caps.every((name) => world.capabilities.includes(String(name)))) &&
    (!isFilled(arches) || arches.includes(goNames[world.architecture])) &&
    (!isText(minKernel) || isAtLeast(world.kernel, minKernel))
  );
}

/** A single one of the excluded things is enough. */
function isMet(conditions: Members, world: SeccompWorld): boolean {
  const { caps, arches, minKernel } = conditions;
  return (
    (isFilled(caps) && caps.some((name) => world.capabilities.includes(String(name)))) ||
    (isFilled(arches) && arches.includes(goNames[world.architecture])) ||
    (isText(minKernel) && isAtLeast(world.kernel, minKernel))
  );
}

const isFilled = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0;

function isAtLeast(kernel: string, wanted: string): boolean {
  const [major = 0, minor = 0] = kernel.split(/[.-]/).map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
