/* `RUN`, and what `--mount` says. https://docs.docker.com/reference/dockerfile/#run---mount */
import { nearestName } from '../nearest-name.js';
import type { InstructionOf, MountType, RunMount } from './instruction.js';
import { placeIn } from './lines.js';
import { flagOf, readFlags, type Reading } from './reading.js';

type Run = Omit<InstructionOf<'run'>, 'text' | 'place'>;

export function readRun(reading: Reading): Run | null {
  const flags = readFlags(reading, {
    mount: 'list',
    network: 'value',
    security: 'value',
    device: 'list',
  });
  if (!flags) return null;
  if (reading.rest === '') return reading.say({ summary: '`RUN` has no command' });
  for (const name of ['security', 'device']) {
    const value = flagOf(flags, name);
    if (value === undefined || (name === 'security' && value === 'sandbox')) continue;
    const code = 'dockerfile-unsupported';
    return reading.say({ code, summary: `\`RUN --${name}=${value}\` is not supported` });
  }
  const network = flagOf(flags, 'network') ?? 'default';
  if (!['default', 'none', 'host'].includes(network)) {
    return reading.say({ summary: `\`--network\` is default, none or host, not ${network}` });
  }
  const mounts: RunMount[] = [];
  for (const flag of reading.flags.filter(({ name }) => name === 'mount')) {
    const mount = readMount(reading, flag);
    if (!mount) return null;
    mounts.push(mount);
  }
  const command = reading.command();
  if (command.form === 'exec' && command.argv.length === 0) {
    return reading.say({ summary: '`RUN` has no command' });
  }
  return { kind: 'run', command, mounts, network, heredocs: reading.heredocs };
}

/** Short names of options, and the long ones that stand for them. */
const aliases: Readonly<Record<string, string>> = {
  dst: 'target',
  destination: 'target',
  src: 'source',
  ro: 'readonly',
  rw: 'readwrite',
};

const optionsOf: Readonly<Record<MountType, readonly string[]>> = {
  bind: ['target', 'source', 'from', 'readonly', 'readwrite'],
  cache: [
    'id',
    'target',
    'source',
    'from',
    'readonly',
    'readwrite',
    'sharing',
    'mode',
    'uid',
    'gid',
  ],
  tmpfs: ['target', 'size'],
  secret: ['id', 'target', 'source', 'env', 'required', 'mode', 'uid', 'gid'],
  ssh: ['id', 'target', 'required', 'mode', 'uid', 'gid'],
};
const switches = ['readonly', 'readwrite', 'required'];

const isMountType = (text: string): text is MountType => Object.hasOwn(optionsOf, text);

type FlagPlace = Reading['flags'][number];

function readMount(reading: Reading, flag: FlagPlace): RunMount | null {
  const fields = (flag.value ?? '').split(',').map((field) => field.trim());
  const options: Record<string, string> = {};
  let type = 'bind';
  for (const field of fields) {
    const [, written = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(field) ?? [];
    const lower = written.toLowerCase();
    if (lower === 'type') {
      type = value ?? '';
      continue;
    }
    const name = Object.hasOwn(aliases, lower) ? (aliases[lower] ?? lower) : lower;
    if (value === undefined && !switches.includes(name)) {
      return reading.say({ summary: `\`${written}\` of a mount needs a value` }, flag);
    }
    options[name] = value ?? 'true';
  }
  if (!isMountType(type)) {
    const near = nearestName(type, Object.keys(optionsOf));
    const detail = near === undefined ? {} : { detail: `Did you mean \`${near}\`?` };
    return reading.say(
      { summary: `there is no mount of type ${JSON.stringify(type)}`, ...detail },
      flag,
    );
  }
  const known = optionsOf[type];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = nearestName(unknown, known);
    const detail = near === undefined ? {} : { detail: `Did you mean \`${near}\`?` };
    return reading.say(
      { summary: `a mount of type ${type} has no \`${unknown}\``, ...detail },
      flag,
    );
  }
  const needsTarget = type === 'bind' || type === 'cache' || type === 'tmpfs';
  if (needsTarget && (options['target'] ?? '') === '') {
    return reading.say({ summary: `a mount of type ${type} needs a \`target\`` }, flag);
  }
  if (
    type === 'secret' &&
    (options['id'] ?? options['source'] ?? options['target']) === undefined
  ) {
    return reading.say({ summary: 'a mount of type secret needs an `id`' }, flag);
  }
  if (type === 'ssh') {
    return reading.say(
      {
        code: 'dockerfile-unsupported',
        summary: 'mounts of type ssh are not supported',
        detail: 'Give a key as one of `secrets`, and mount that.',
      },
      flag,
    );
  }
  return { type, options, place: placeIn(reading.line, flag.from, flag.to) };
}
