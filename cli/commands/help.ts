/* `stowage help`: the command table as text. */
import {
  UsageError,
  type CommandDefinition,
  type CommandRunner,
  type OptionDefinition,
} from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { globalOptions } from '../parse.js';
import { renderTable } from '../render/table.js';
import { commands } from '../table/index.js';

/** `stowage logs [options] CONTAINER`. */
export function usageLine(command: CommandDefinition): string {
  const words = command.arguments.map(({ name, required, many, rest }) => {
    const shown = (many ?? rest) ? `${name}...` : name;
    return required ? shown : `[${shown}]`;
  });
  return ['stowage', command.name, '[options]', ...words].join(' ');
}

/** `-n, --tail N`. */
export function optionUsage({ name, short, value }: OptionDefinition): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}

const indent = (line: string): string => `  ${line}`;

function commandHelp(command: CommandDefinition): readonly string[] {
  const argumentRows = command.arguments.map(({ name, summary }) => [name, summary]);
  const optionRows = [...command.options, ...globalOptions].map((option) => [
    optionUsage(option),
    option.summary,
  ]);
  return [
    command.summary,
    '',
    `Usage: ${usageLine(command)}`,
    ...command.description.flatMap((paragraph) => ['', paragraph]),
    ...(argumentRows.length > 0
      ? ['', 'Arguments:', ...renderTable(argumentRows).map(indent)]
      : []),
    '',
    'Options:',
    ...renderTable(optionRows).map(indent),
  ];
}

function overview(): readonly string[] {
  const rows = commands.filter(({ hidden }) => !hidden).map(({ name, summary }) => [name, summary]);
  return [
    'stowage: say which containers a host should have, see what differs, make it so.',
    '',
    'Usage: stowage COMMAND [options] [arguments]',
    '',
    'Commands:',
    ...renderTable(rows).map(indent),
    '',
    '`stowage help COMMAND` explains a command.',
  ];
}

export const runHelp: CommandRunner = (invocation, { terminal }) => {
  const given = invocation.arguments;
  const name = given.length === 0 ? undefined : given.join(' ');
  const command = commands.find((candidate) => candidate.name === name);
  const ofGroup = commands.filter((candidate) => candidate.name.startsWith(`${name ?? ''} `));
  if (name !== undefined && !command && ofGroup.length === 0) {
    throw new UsageError(`there is no command ${name}`);
  }
  const texts = command
    ? [commandHelp(command)]
    : ofGroup.length > 0
      ? ofGroup.map(commandHelp)
      : [overview()];
  for (const [index, lines] of texts.entries()) {
    if (index > 0) terminal.print('');
    for (const line of lines) terminal.print(line);
  }
  return exitCodes.done;
};
