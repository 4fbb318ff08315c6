/*
 * The pages on modules, params and secrets: each is played from top to bottom in a directory of its
 * own. Snippets become the files that their first line names, commands are run, and what they print is
 * what the page shows. The repository of the pages is one of the test's.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { format } from '../../dsl/index.js';
import { makeRepository, scratchDirectory } from './testing/repositories.js';
import { runCommand } from './testing/run-command.js';
import { writeFiles } from './testing/write-files.js';

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }));
}

/** The commands of a block, each with what is shown below it. */
function commandsOf(text: string): readonly (readonly [command: string, shown: string])[] {
  return text
    .split(/^\$ /m)
    .filter((part) => part !== '')
    .map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end + 1)];
    });
}

/** What is shown, with `{commit}` and `{hash}` for what differs. */
function asPattern(shown: string): RegExp {
  const escaped = shown.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\\\{(?:commit|hash)\\\}/g, '[0-9a-f]{12,16}')}$`);
}

for (const page of ['modules.md', 'parameters-and-secrets.md']) {
  t.test(page, async (t) => {
    const scratch = scratchDirectory(t);
    const repository = makeRepository(join(scratch, 'modules.git'));
    repository.commit({
      'cache/main.stow':
        'container server { image: "registry.example.org/cache:1" }\noutput address = server.hostname\n',
    });
    writeFiles(scratch, {
      '.gitconfig': `[url "file://${scratch}/"]\n\tinsteadOf = https://example.org/\n`,
    });
    const directory = join(scratch, 'stack');
    let commands = 0;
    for (const { language, text } of blocksOf(page)) {
      if (language === 'stow') {
        const [, path = '', content = ''] = /^\/\/ (\S+)\n([\s\S]*)$/.exec(text) ?? [];
        t.match(path, /\.stow$/, 'the first line of a snippet names its file');
        t.equal(format(content, path).value, content, `${path} is in canonical form`);
        writeFiles(directory, { [path]: content });
        continue;
      }
      for (const [command, shown] of commandsOf(text)) {
        commands += 1;
        const words = command.split(' ');
        const at = words.indexOf('stowage');
        const given = words.slice(0, at).map((word): [string, string] => {
          const [name = '', value = ''] = word.split('=');
          return [name, value];
        });
        const { stdout, stderr } = await runCommand(words.slice(at + 1), {
          directory,
          environment: { HOME: scratch, ...Object.fromEntries(given) },
        });
        t.match(`${stderr}${stdout}`, asPattern(shown), command);
      }
    }
    t.ok(commands >= 4, `${commands} commands were run`);
  });
}
