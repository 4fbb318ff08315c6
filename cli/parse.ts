/*
 * The command line: which command, and its arguments and options by the command's own table.
 * Node's `parseArgs` does the splitting; messages and suggestions are ours.
 */
import { parseArgs } from 'node:util';
import { nearestName } from '../model/index.js';
import type { CommandDefinition, Invocation, OptionDefinition } from './command.js';
import { UsageError } from './command.js';

/** Options that every command takes. */
export const globalOptions: readonly OptionDefinition[] = [
  { name: 'help', short: 'h', summary: 'Explain the command.' },
  { name: 'quiet', short: 'q', summary: 'Print data and errors only.' },
  { name: 'no-color', summary: 'Print without colour, as with NO_COLOR.' },
  { name: 'debug', summary: 'Show the stack of an error.' },
];

/** Splits what follows the command's name by its definition. @throws UsageError */
export function parseInvocation(command: CommandDefinition, argv: readonly string[]): Invocation {
  const options = [...command.options, ...globalOptions];
  const rest = command.arguments.some((argument) => argument.rest);
  const { own, left } = rest ? splitRest(command, options, argv) : { own: argv, left: [] };
  const parsed = parseTokens(command, options, own);
  const given = [...parsed.positionals, ...left];
  const required = command.arguments.filter((argument) => argument.required);
  const missing = required[given.length];
  if (missing) {
    throw new UsageError(`stowage ${command.name} needs ${missing.name}: ${missing.summary}`);
  }
  const surplus = given[command.arguments.length];
  const many = command.arguments.some((argument) => argument.many ?? argument.rest);
  if (surplus !== undefined && !many) {
    throw new UsageError(`stowage ${command.name} does not take the argument ${surplus}`);
  }
  return { arguments: given, switches: parsed.switches, values: parsed.values };
}

/**
 * For commands that run another one: options of ours stand before the last named argument, and all
 * from the next word on belongs to the other. `--` may stand between them.
 */
function splitRest(
  command: CommandDefinition,
  options: readonly OptionDefinition[],
  argv: readonly string[],
): { readonly own: readonly string[]; readonly left: readonly string[] } {
  const named = command.arguments.length - 1;
  let seen = 0;
  let index = 0;
  while (index < argv.length && seen < named) {
    const word = argv[index] ?? '';
    if (!word.startsWith('-')) seen += 1;
    index += takesNext(word, options) ? 2 : 1;
  }
  const left = argv.slice(index);
  return { own: argv.slice(0, index), left: left[0] === '--' ? left.slice(1) : left };
}

/** Whether the value of a word's last option is the next word. */
function takesNext(word: string, options: readonly OptionDefinition[]): boolean {
  const long = options.find(({ name }) => word === `--${name}`);
  if (long || !/^-[^-]/.test(word)) return long?.value !== undefined;
  // Of several letters after one hyphen, the first that takes a value has the rest of the word for it.
  const letters = Array.from(word.slice(1));
  const at = letters.findIndex((letter) =>
    options.some(({ short, value }) => short === letter && value !== undefined),
  );
  return at >= 0 && at === letters.length - 1;
}

function parseTokens(
  command: CommandDefinition,
  options: readonly OptionDefinition[],
  argv: readonly string[],
): {
  readonly positionals: readonly string[];
  readonly switches: ReadonlySet<string>;
  readonly values: Readonly<Record<string, readonly string[]>>;
} {
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      options.map((option) => [
        option.name,
        {
          type: option.value === undefined ? ('boolean' as const) : ('string' as const),
          ...(option.short === undefined ? {} : { short: option.short }),
          multiple: true,
        },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const switches = new Set<string>();
  const values: Record<string, string[]> = {};
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = options.find(({ name }) => name === token.name);
    if (!option) throw unknownOption(command, options, token.rawName);
    if (option.value === undefined) {
      if (token.value !== undefined) throw new UsageError(`--${option.name} takes no value`);
      switches.add(option.name);
    } else {
      if (token.value === undefined) {
        throw new UsageError(`--${option.name} needs a value: ${option.value}`);
      }
      const all = (values[option.name] ??= []);
      if (all.length > 0 && !option.repeatable) {
        throw new UsageError(`--${option.name} may be given once`);
      }
      all.push(token.value);
    }
  }
  return { positionals, switches, values };
}

function unknownOption(
  command: CommandDefinition,
  options: readonly OptionDefinition[],
  given: string,
): UsageError {
  const near = nearestName(
    given.replace(/^-+/, ''),
    options.map(({ name }) => name),
  );
  const suggestion = near === undefined ? '' : `; did you mean --${near}?`;
  return new UsageError(`stowage ${command.name} has no option ${given}${suggestion}`);
}
