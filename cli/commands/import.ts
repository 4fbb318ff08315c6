/*
 * `stowage import --generate`: writes the text that declares what runs on an engine and no stack owns,
 * with the statements that take it in. Reads only; the engine changes with the next `apply`, and then
 * only its ledger.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EngineError, type EngineReader, type Observed } from '../../model/index.js';
import { UsageError, valueOf, type CommandContext, type CommandRunner } from '../command.js';
import { engineName } from '../engine-name.js';
import { withReader } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { generate, type Generated, type Remark } from '../import/generate.js';
import { select } from '../import/select.js';
import { declaredNames } from '../stack/declared-stack.js';
import { noId } from '../stack/make-plan.js';
import { stackName } from '../stack/stack-name.js';

export const runImport: CommandRunner = async (invocation, context) => {
  const { switches, arguments: names } = invocation;
  if (!switches.has('generate')) {
    throw new UsageError(
      'import needs --generate; one object is taken in by a statement in the files, `import { to: volume.data, id: "NAME" }`',
    );
  }
  const out = valueOf(invocation, 'out');
  const path = out === undefined ? undefined : resolve(context.directory, out);
  if (path !== undefined && existsSync(path)) {
    throw new UsageError(`${out ?? ''} is there already, and import overwrites nothing`);
  }
  const directory = path === undefined ? context.directory : dirname(path);
  if (!existsSync(directory)) throw new UsageError(`there is no directory ${directory}`);
  const declared = await declaredNames(directory, context);
  const unowned = await withReader(invocation, context, declared, readUnowned);
  const selection = select(unowned, names, switches.has('all'));
  const [missing] = selection.unknown;
  if (missing !== undefined) {
    throw new EngineError('not-found', `there is nothing named ${missing} that no stack owns`, {
      hint: '`stowage ps --all` lists all containers, and the stacks that they belong to.',
    });
  }
  const engine = engineName(invocation, context, declared.engine);
  const { stack } = declared;
  const generated = generate(selection, {
    stack: stack ?? stackName(directory),
    declaresStack: stack === undefined,
    declared: declared.names,
    withSecrets: switches.has('with-secrets'),
    ...(stack === undefined && engine !== 'embedded' ? { engine } : {}),
  });
  for (const remark of generated.remarks) context.terminal.note(remarkLine(remark));
  return await write(generated, path, context);
};

/** All that no stack owns, as it is. */
async function readUnowned(reader: EngineReader): Promise<readonly Observed[]> {
  const imports = await reader.unowned();
  // A stack that is nobody's, so that nothing counts as its own.
  const { candidates } = await reader.observe({
    stack: { name: '', id: noId },
    names: [],
    imports,
  });
  const found = candidates.filter(({ owner }) => !owner).map(({ object }) => object);
  return [...new Map(found.map((object) => [`${object.kind} ${object.id}`, object])).values()];
}

const remarkLine = ({ subject, text, skips }: Remark): string =>
  skips
    ? `${subject} is left out; no file can say: ${text}`
    : `${subject}: no file can say ${text}; one that is made anew is without`;

async function write(
  { file, secrets }: Generated,
  path: string | undefined,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const count = file.resources.length;
  if (count === 0) {
    terminal.note('There is nothing to import.');
    return exitCodes.done;
  }
  const { writeFile } = await import('../../dsl/index.js');
  const text = writeFile(file);
  if (path === undefined) terminal.write(text);
  else {
    writeFileSync(path, text, { flag: 'wx' });
    terminal.note(`wrote ${path}`);
  }
  for (const { name, places } of secrets) {
    terminal.note(
      `secret ${name} stands for ${places.join(' and ')}; give it with \`--secret ${name}=SOURCE\``,
    );
  }
  terminal.note('`stowage plan` shows that it is adopted as it is, `stowage apply` takes it in.');
  return exitCodes.done;
}
