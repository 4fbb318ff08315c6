/* `RUN` to a command with its surroundings: variables, user, mounts, and what a heredoc makes of it. */
import { posix } from 'node:path';
import { resolveImagePath } from '../../../model/index.js';
import {
  expandWord,
  readHeredocSign,
  type InstructionOf,
  type RunMount,
} from '../../../model/dockerfile/index.js';
import { expandCopy } from '../expand.js';
import { argvOf, BadInstruction, expansionOf, type StageSettings } from './settings.js';
import type { ResolvedMount, RunAction } from './stages.js';
import { CopyRefused, type StageWorld } from './world.js';

/** Arguments that every build may be given, and that decide nothing. */
const passed =
  /^(?:HTTP_PROXY|http_proxy|HTTPS_PROXY|https_proxy|FTP_PROXY|ftp_proxy|NO_PROXY|no_proxy|ALL_PROXY|all_proxy)$/;

/** Whether an argument counts without an `ARG`. */
export const isPassed = (name: string): boolean => passed.test(name);

/** @throws BadExpansion, BadInstruction, CopyRefused */
export async function runAction(
  instruction: InstructionOf<'run'>,
  settings: StageSettings,
  world: StageWorld,
): Promise<RunAction> {
  const { config, args, outside } = settings;
  const mounts: ResolvedMount[] = [];
  for (const mount of instruction.mounts) {
    const resolved = await resolveMount(mount, settings, world);
    if (resolved) mounts.push(resolved);
  }
  const passing = Object.entries(outside.given).filter(
    ([name]) => isPassed(name) && !Object.hasOwn(args, name),
  );
  return {
    kind: 'run',
    ...commandOf(instruction, settings),
    env: config.env,
    args: Object.fromEntries(
      Object.entries(args).filter(([name]) => !Object.hasOwn(config.env, name)),
    ),
    passing: Object.fromEntries(passing),
    workdir: config.workdir,
    user: config.user,
    network: instruction.network,
    mounts,
  };
}

/** A text below `RUN` alone is a script; beside a command it is read by the shell. */
function commandOf(
  { command, heredocs }: InstructionOf<'run'>,
  settings: StageSettings,
): Pick<RunAction, 'command' | 'script'> {
  const [first] = heredocs;
  if (command.form === 'exec' || !first) return { command: argvOf(settings, command) };
  if (heredocs.length === 1 && readHeredocSign(command.line) !== undefined) {
    const path = `/dev/pipes/${first.name}`;
    if (first.text.startsWith('#!')) return { command: [path], script: { path, text: first.text } };
    return { command: argvOf(settings, { form: 'shell', line: first.text }) };
  }
  const texts = heredocs.map(({ name, text }) => `\n${text}${name}`).join('');
  return { command: argvOf(settings, { form: 'shell', line: command.line + texts }) };
}

async function resolveMount(
  { type, options }: RunMount,
  settings: StageSettings,
  world: StageWorld,
): Promise<ResolvedMount | undefined> {
  const expansion = expansionOf(settings);
  const option = (name: string): string | undefined => {
    const written = options[name];
    return written === undefined ? undefined : expandWord(written, expansion);
  };
  const isSet = (name: string): boolean => option(name)?.toLowerCase() === 'true';
  const number = (name: string, fallback: number, radix = 10): number => {
    const text = option(name);
    if (text === undefined) return fallback;
    if (!/^[0-9]+$/.test(text)) throw new BadInstruction(`\`${name}\` of a mount is a number`);
    return Number.parseInt(text, radix);
  };
  const target = resolveImagePath(settings.config.workdir, option('target') ?? '');
  const owner = { uid: number('uid', 0), gid: number('gid', 0) };
  switch (type) {
    case 'bind': {
      const source = option('source') ?? '.';
      const writable = isSet('readwrite');
      if (options['from'] !== undefined) {
        return { type, target, writable, from: { stage: world.stageOf(options['from']), source } };
      }
      const request = {
        sources: [source],
        target: '/',
        instruction: { parents: false, exclude: [] },
      };
      const plan = await expandCopy(await world.tree(), request, 0, '/');
      if ('code' in plan) throw new CopyRefused(plan);
      const [only] = plan.entries;
      const named = resolveImagePath('/', source).slice(1);
      const isSingle = plan.entries.length === 1 && only?.kind === 'file' && only.path === named;
      return { type, target, writable, from: plan, ...(isSingle && { single: true }) };
    }
    case 'cache': {
      if (options['from'] !== undefined || options['source'] !== undefined) {
        throw new BadInstruction('a cache that begins with files of a stage is not supported', {
          code: 'dockerfile-unsupported',
        });
      }
      const sharing = option('sharing') ?? 'shared';
      if (!['shared', 'private', 'locked'].includes(sharing)) {
        throw new BadInstruction('`sharing` of a cache is shared, private or locked');
      }
      return {
        type,
        target,
        id: option('id') ?? target,
        sharing,
        writable: !isSet('readonly'),
        mode: number('mode', 0o755, 8),
        ...owner,
      };
    }
    case 'tmpfs': {
      const size = option('size');
      return { type, target, size: size === undefined ? null : sizeOf(size) };
    }
    case 'secret': {
      const id = option('id') ?? option('source') ?? posix.basename(target);
      const required = isSet('required');
      if (!world.secrets.has(id)) {
        if (!required) return undefined;
        throw new BadInstruction(`the secret \`${id}\` is required, and is none of \`secrets\``);
      }
      const env = option('env') ?? null;
      const written =
        option('target') !== undefined ? target : `/run/secrets/${posix.basename(id)}`;
      const file = env !== null && option('target') === undefined ? null : written;
      return { type, id, target: file, env, required, mode: number('mode', 0o400, 8), ...owner };
    }
    case 'ssh':
      throw new BadInstruction('mounts of type ssh are not supported', {
        code: 'dockerfile-unsupported',
      });
    default:
      return type satisfies never;
  }
}

const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
};

function sizeOf(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+)([bkmg]?)b?$/i.exec(text) ?? [];
  if (amount === '') throw new BadInstruction(`${JSON.stringify(text)} is no size`);
  return Number(amount) * (factors[unit.toLowerCase()] ?? 1);
}
