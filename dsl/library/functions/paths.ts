/* Functions on paths, which are text: they look at no file. */
import { makeBool, makeText, textAt, restFrom } from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';
import { baseName, dirName, extension, joinPaths, normalizePath } from '../posix-path.js';

const ofPath =
  (change: (path: string) => string) =>
  (call: Call): Outcome =>
    makeText(call, change(textAt(call, 0)));

export const paths: Category = {
  title: 'Paths',
  introduction: 'Paths are text with `/` between the parts. These functions look at no file.',
  functions: [
    {
      signature: 'base_name(path: string): string',
      documentation: 'The last part of a path.',
      examples: [['base_name("conf/web.conf")', '"web.conf"']],
      apply: ofPath(baseName),
    },
    {
      signature: 'dir_name(path: string): string',
      documentation: 'What stands before the last part of a path; `"."` where nothing does.',
      examples: [
        ['dir_name("conf/web.conf")', '"conf"'],
        ['dir_name("web.conf")', '"."'],
      ],
      apply: ofPath(dirName),
    },
    {
      signature: 'extension(path: string): string',
      documentation:
        'The ending of the last part of a path, with its dot; empty where it has none.',
      examples: [
        ['extension("backup.tar.gz")', '".gz"'],
        ['extension("conf/.profile")', '""'],
      ],
      apply: ofPath(extension),
    },
    {
      signature: 'stem(path: string): string',
      documentation: 'The last part of a path without its ending.',
      examples: [['stem("conf/web.conf")', '"web"']],
      apply: ofPath((path) => {
        const name = baseName(path);
        return name.slice(0, name.length - extension(path).length);
      }),
    },
    {
      signature: 'join_path(...parts: string): string',
      documentation: 'Paths put one after the other, and normalized. An absolute one begins anew.',
      examples: [
        ['join_path("/srv", "data/", "../logs")', '"/srv/logs"'],
        ['join_path("conf", "/etc")', '"/etc"'],
      ],
      apply: (call) =>
        makeText(
          call,
          joinPaths(restFrom(call, 0).map((part) => ('value' in part ? String(part.value) : ''))),
        ),
    },
    {
      signature: 'normalize_path(path: string): string',
      documentation: 'The path without `.`, `..` and doubled `/`, as far as that can be said.',
      examples: [
        ['normalize_path("./a//b/../c/")', '"a/c"'],
        ['normalize_path("../a")', '"../a"'],
      ],
      apply: ofPath(normalizePath),
    },
    {
      signature: 'is_absolute(path: string): bool',
      documentation: 'Whether a path begins with `/`.',
      examples: [['is_absolute("./conf")', 'false']],
      apply: (call) => makeBool(call, textAt(call, 0).startsWith('/')),
    },
  ],
};
