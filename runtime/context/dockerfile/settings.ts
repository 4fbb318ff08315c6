/*
 * The settings of a stage while its instructions are gone through, and the variables that they see:
 * those of `ENV` go before those of `ARG`.
 */
import { normalImageHealth, resolveImagePath, type ImageConfig } from '../../../model/index.js';
import {
  expandWord,
  expandWords,
  type DockerfileCommand,
  type DockerfileProblem,
  type Expansion,
  type Instruction,
  type InstructionOf,
} from '../../../model/dockerfile/index.js';
import { signalName } from '../../oci-image/index.js';

/** What a stage is given from outside. */
export interface StageArguments {
  readonly escape: string;
  /** Build arguments that were given. */
  readonly given: Readonly<Record<string, string>>;
  /** Values of the `ARG`s before the first `FROM`, and what every build has. */
  readonly globals: ReadonlyMap<string, string>;
}

export interface StageSettings {
  config: ImageConfig;
  /** Arguments with values, as they are declared so far. */
  args: Readonly<Record<string, string>>;
  /** Whether the stage itself has said what runs; what is inherited goes with the entrypoint. */
  hasCommand: boolean;
  readonly outside: StageArguments;
}

const defaultShell: readonly string[] = ['/bin/sh', '-c'];

export function startSettings(base: ImageConfig, outside: StageArguments): StageSettings {
  const config = { ...base, on_build: undefined };
  return { config, args: {}, hasCommand: false, outside };
}

export function expansionOf({ config, args, outside }: StageSettings): Expansion {
  return {
    escape: outside.escape,
    valueOf: (name) => {
      if (Object.hasOwn(config.env, name)) return config.env[name];
      return Object.hasOwn(args, name) ? args[name] : undefined;
    },
  };
}

/** Program and arguments of a command in the form that it is written in. */
export function argvOf({ config }: StageSettings, command: DockerfileCommand): readonly string[] {
  return command.form === 'exec' ? command.argv : [...(config.shell ?? defaultShell), command.line];
}

/** A mistake that shows only once variables are expanded; the message is a sentence without an end. */
export class BadInstruction extends Error {
  override readonly name = 'BadInstruction';
  readonly code: DockerfileProblem['code'];
  readonly detail: string | undefined;
  constructor(message: string, more: Partial<Pick<DockerfileProblem, 'code' | 'detail'>> = {}) {
    super(message);
    this.code = more.code ?? 'dockerfile-invalid';
    this.detail = more.detail;
  }
}

/**
 * Takes over what an instruction says of settings; those that change files say nothing of them.
 * @throws BadExpansion, BadInstruction
 */
export function applySettings(settings: StageSettings, instruction: Instruction): void {
  const expand = (word: string): string => expandWord(word, expansionOf(settings));
  const set = (part: Partial<ImageConfig>): void => {
    settings.config = { ...settings.config, ...part };
  };
  const { config } = settings;
  switch (instruction.kind) {
    case 'arg':
      declare(settings, instruction);
      return;
    case 'env':
    case 'label': {
      const pairs = instruction.pairs.map(
        ([name, value]) => [expand(name), expand(value)] as const,
      );
      const added = Object.fromEntries(pairs);
      if (instruction.kind === 'env') set({ env: { ...config.env, ...added } });
      else set({ labels: { ...config.labels, ...added } });
      return;
    }
    case 'workdir': {
      const path = expand(instruction.value);
      if (path === '') throw new BadInstruction('the path of `WORKDIR` is empty');
      set({ workdir: resolveImagePath(config.workdir, path) });
      return;
    }
    case 'user':
      set({ user: expand(instruction.value) });
      return;
    case 'stopsignal':
      set({ stop_signal: signalName(expand(instruction.value)) });
      return;
    case 'expose': {
      const { words } = instruction;
      const ports = words.flatMap((word) => expandWords(word, expansionOf(settings)));
      set({ expose: [...new Set([...config.expose, ...ports.flatMap(portsOf)])].sort() });
      return;
    }
    case 'volume':
      set({ volumes: [...new Set([...config.volumes, ...instruction.words.map(expand)])].sort() });
      return;
    case 'cmd':
      set({ command: argvOf(settings, instruction.command) });
      settings.hasCommand = true;
      return;
    case 'entrypoint':
      set({
        entrypoint: argvOf(settings, instruction.command),
        ...(!settings.hasCommand && { command: [] }),
      });
      return;
    case 'shell': {
      const isDefault = JSON.stringify(instruction.shell) === JSON.stringify(defaultShell);
      set({ shell: isDefault ? undefined : instruction.shell });
      return;
    }
    case 'healthcheck':
      set({ health: healthOf(instruction) });
      return;
    case 'onbuild':
      set({ on_build: [...(config.on_build ?? []), instruction.trigger] });
      return;
    case 'from':
    case 'run':
    case 'copy':
    case 'add':
    case 'maintainer':
      return;
    default:
      return instruction satisfies never;
  }
}

function declare(settings: StageSettings, { args }: InstructionOf<'arg'>): void {
  const { given, globals } = settings.outside;
  const expansion = expansionOf(settings);
  const declared = { ...settings.args };
  for (const { name: written, value } of args) {
    const name = expandWord(written, expansion);
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    const fallback = value === undefined ? globals.get(name) : expandWord(value, expansion);
    const known = own ?? fallback;
    if (known !== undefined) declared[name] = known;
  }
  settings.args = declared;
}

const mostPorts = 65_535;

/** Ports of a word such as `80`, `53/udp` or `8000-8010`. */
function portsOf(word: string): readonly string[] {
  const [, first = '', last = first, protocol = 'tcp'] =
    /^(?:.*:)?(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/i.exec(word) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === '' || from < 1 || to > mostPorts || to < from) {
    throw new BadInstruction(`${JSON.stringify(word)} is no port`);
  }
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `${from + index}/${protocol.toLowerCase()}`,
  );
}

function healthOf(instruction: InstructionOf<'healthcheck'>): NonNullable<ImageConfig['health']> {
  const { command, interval, timeout, startPeriod, startInterval, retries } = instruction;
  if (!command) return { test: ['NONE'] };
  const test = command.form === 'exec' ? ['CMD', ...command.argv] : ['CMD-SHELL', command.line];
  return normalImageHealth({
    test,
    interval,
    timeout,
    start_period: startPeriod,
    start_interval: startInterval,
    retries,
  });
}
