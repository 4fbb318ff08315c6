/* The reference page of commands, made from the command table. */
import { optionUsage, usageLine } from '../commands/help.js';
import { exitCodes } from '../exit-codes.js';
import { globalOptions } from '../parse.js';
import { commands } from '../table/index.js';

const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'done, or nothing to do',
  error: 'an error; the message says which',
  differences: 'differences, from `plan --detailed-exitcode` and `drift`',
  destructive: 'differences that destroy data, from `plan --detailed-exitcode`',
  rolledBack: 'apply failed and brought at least one predecessor back',
  stale: 'a saved plan was refused: it was applied already, or what it rests on has changed',
  usage: 'the command line itself was wrong',
  notRun: '`run` could not make or start its container',
  notRunnable: 'the program that `run` was to start cannot be run',
  notFound: 'the program that `run` was to start is not there',
  interrupted: 'interrupted by the user',
};

const optionLine = (option: Parameters<typeof optionUsage>[0]): string =>
  `- \`${optionUsage(option).trim()}\`: ${option.summary}`;

/** The page, as Markdown. */
export function commandsPage(): string {
  const sections = commands
    .filter(({ hidden }) => !hidden)
    .flatMap((command) => [
      '',
      `## ${command.name}`,
      '',
      command.summary,
      '',
      '```',
      usageLine(command),
      '```',
      ...command.description.flatMap((paragraph) => ['', paragraph]),
      ...(command.arguments.length + command.options.length > 0 ? [''] : []),
      ...command.arguments.map(({ name, summary }) => `- \`${name}\`: ${summary}`),
      ...command.options.map(optionLine),
    ]);
  return [
    '# Commands',
    '',
    'This page is generated from the command table; do not edit it.',
    '',
    'Every command takes:',
    '',
    ...globalOptions.map(optionLine),
    ...sections,
    '',
    '## Exit codes',
    '',
    '| code | meaning |',
    '|---|---|',
    ...Object.entries(exitCodes).map(
      ([name, code]) =>
        `| ${code} | ${Object.entries(exitMeanings).find(([key]) => key === name)?.[1] ?? ''} |`,
    ),
    '',
    'The command run by `exec` decides the exit code of `stowage exec`.',
    '',
    '## Environment',
    '',
    '- `STOWAGE_ENGINE`: the engine, as `--engine`',
    '- `STOWAGE_PARAM_name`: the value of a param, as `--param name=…`',
    '- `STOWAGE_ROOT`: where the embedded engine keeps its store, `/var/lib/stowage` by default',
    '- `STOWAGE_PLAN_KEY`: the key that saved plans are sealed with, and have to be sealed with',
    '- `DOCKER_HOST`: the address of Docker, for the engine `docker`',
    '- `CONTAINER_HOST`: the address of Podman, for the engine `podman`',
    '- `NO_COLOR`, `FORCE_COLOR`: no colour, or colour even where there is no terminal',
    '',
  ].join('\n');
}
