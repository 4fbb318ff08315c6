/* `stowage doc`: the documentation of a stack or a module as Markdown, made from its files. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { documentFiles } from '../../dsl/index.js';
import { UsageError, valueOf, type CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { readStackFiles, stackDirectory } from '../stack/load.js';

export const runDoc: CommandRunner = (invocation, context) => {
  const { terminal } = context;
  const [given] = invocation.arguments;
  const directory = stackDirectory(given, context);
  const { files, problems } = readStackFiles(given, context, directory);
  for (const { summary } of problems) throw new UsageError(summary);
  const page = documentFiles(files, `Module ${basename(directory)}`);
  const out = valueOf(invocation, 'out');
  if (out === undefined) {
    terminal.write(page);
    return exitCodes.done;
  }
  const path = resolve(context.directory, out);
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (kept === page) return exitCodes.done;
  if (invocation.switches.has('check')) {
    terminal.note(`${join(out)} is not what the files say; \`stowage doc --out ${out}\` writes it`);
    return exitCodes.error;
  }
  writeFileSync(path, page);
  return exitCodes.done;
};
