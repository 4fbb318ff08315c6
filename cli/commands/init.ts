/*
 * `stowage init`: a first stack, for the engine that is found here, and its id. Nothing that is there
 * is overwritten.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EngineError } from '../../model/index.js';
import { examine } from '../../providers/index.js';
import type { CommandContext, CommandRunner, Invocation } from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { ensureStackId } from '../stack/lock-file.js';
import { stackName } from '../stack/stack-name.js';

/** The engine of this host: Docker or Podman where one answers, else the embedded one where it can run. */
async function findEngine(
  invocation: Invocation,
  context: CommandContext,
): Promise<string | undefined> {
  const given = context.environment['STOWAGE_ENGINE'];
  if (given !== undefined && given !== '') return given;
  for (const engine of ['docker', 'podman']) {
    try {
      await withReader(invocation, context, { engine }, ({ profile }) => Promise.resolve(profile));
      return engine;
    } catch (error) {
      // There is none, or none that we may ask: then it is not the engine of this host.
      if (!(error instanceof EngineError)) throw error;
    }
  }
  const { usable } = await examine('embedded', () => Promise.reject(new Error('it has no socket')));
  return usable ? 'embedded' : undefined;
}

/** As the language takes it: a name, or an address in quotes. */
const engineLine = (engine: string | undefined): string =>
  engine === undefined
    ? ''
    : `engine ${/^[a-z]+$/.test(engine) ? engine : JSON.stringify(engine)}\n\n`;

const template = (name: string, engine: string | undefined): string => `stack ${name}

${engineLine(engine)}/// Port of the host on which the page is served.
param port: int(1..65535) = 8080

image web {
  from: "scratch"
  context: "/bin"
  steps: [
    copy("busybox", "/bin/busybox"),
    run(["/bin/busybox", "sh", "-c", "mkdir -p /www && echo 'Hello from ${name}' > /www/index.html"]),
  ]
  command: ["/bin/busybox", "httpd", "-f", "-p", "80", "-h", "/www"]
}

container web {
  image: web
  ports: [127.0.0.1:port -> 80]
  memory: 64MiB
}

output url = "http://127.0.0.1:\${port}/"
`;

export const runInit: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const directory = resolve(context.directory, invocation.arguments[0] ?? '.');
  mkdirSync(directory, { recursive: true });
  const existing = readdirSync(directory).filter((name) => name.endsWith('.stow'));
  const main = join(directory, 'main.stow');
  if (existing.length > 0) {
    terminal.print(`kept ${existing.join(', ')}`);
  } else if (!existsSync(main)) {
    const engine = await findEngine(invocation, context);
    writeFileSync(main, template(stackName(directory), engine), { flag: 'wx' });
    terminal.print(`wrote ${main}`);
    if (engine === undefined) {
      terminal.note('No engine was found here; `stowage doctor` says what is missing.');
    }
  }
  const { made } = ensureStackId(directory);
  terminal.print(`${made ? 'wrote' : 'kept'} ${join(directory, 'stowage.lock')}`);
  terminal.note('Commit both files. `stowage plan` says what would be made.');
  return exitCodes.done;
};
