/* `stowage init`: a first stack, and its id. Nothing that is there is overwritten. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { ensureStackId } from '../stack/lock-file.js';

/** A name that the language takes, from that of the directory. */
function stackName(directory: string): string {
  const name = basename(directory)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  return name.length > 1 ? name : 'my_stack';
}

const template = (name: string): string => `stack ${name}

/// Port of the host on which the page is served.
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

export const runInit: CommandRunner = (invocation, context) => {
  const { terminal } = context;
  const directory = resolve(context.directory, invocation.arguments[0] ?? '.');
  mkdirSync(directory, { recursive: true });
  const existing = readdirSync(directory).filter((name) => name.endsWith('.stow'));
  const main = join(directory, 'main.stow');
  if (existing.length > 0) {
    terminal.print(`kept ${existing.join(', ')}`);
  } else if (!existsSync(main)) {
    writeFileSync(main, template(stackName(directory)), { flag: 'wx' });
    terminal.print(`wrote ${main}`);
  }
  const { made } = ensureStackId(directory);
  terminal.print(`${made ? 'wrote' : 'kept'} ${join(directory, 'stowage.lock')}`);
  terminal.note('Commit both files. `stowage plan` says what would be made.');
  return exitCodes.done;
};
