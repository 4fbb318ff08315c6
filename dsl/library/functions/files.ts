/*
 * Functions that look at the world, through the host of the session: files of the stack or module, by
 * paths relative to its directory, and variables of the environment that the stack lists.
 */
import type { HostRead, LanguageHost } from '../../host.js';
import type { Value } from '../../semantics/value.js';
import { listTooLong, longestText, textTooLong } from '../bounds.js';
import { fail, makeText, makeTexts, quote, textAt, textOr, valueAt } from '../call.js';
import { variableNotListed, isListed } from '../environment.js';
import { globPattern } from '../glob.js';
import type { Call, Category, Failure, Outcome } from '../library-function.js';
import { joinPaths, normalizePath } from '../posix-path.js';
import { renderTemplate } from '../render-template.js';
import { base64Of, textOfBytes } from '../utf8.js';

export const files: Category = {
  title: 'Files and environment',
  introduction:
    'Paths start from the directory of the files that the call stands in, as in every attribute. What is read is part of the stack: a change of it is a change of the stack.',
  functions: [
    {
      signature: 'file(path: string): string',
      documentation: `The text of a file, which is UTF-8 and at most ${longestText / 1_000_000} MB long.`,
      examples: [
        ['file("motd.txt")', String.raw`"Welcome aboard\n"`],
        { expression: 'file("mot.txt")', fails: 'cannot read "mot.txt": there is no such file' },
      ],
      readsWorld: true,
      apply: (call) => withText(call, (text) => makeText(call, text)),
    },
    {
      signature: 'file_base64(path: string): string',
      documentation: 'The bytes of a file in base 64, for files that are no text.',
      examples: [['file_base64("motd.txt")', '"V2VsY29tZSBhYm9hcmQK"']],
      readsWorld: true,
      apply: (call) =>
        withBytes(call, (bytes) => textTooLong(bytes.length) ?? makeText(call, base64Of(bytes))),
    },
    {
      signature: 'file_sha256(path: string): string',
      documentation: 'The SHA-256 checksum of the bytes of a file, in small hex digits.',
      examples: [
        [
          'file_sha256("motd.txt")',
          '"74ce7b549f4f9c2eed02cd437f65ff1c9f5b69c598581a1549595c7c0c04102c"',
        ],
      ],
      readsWorld: true,
      apply: (call) => withBytes(call, (bytes, host) => makeText(call, host.hash('sha256', bytes))),
    },
    {
      signature: 'dir(path: string, pattern?: string): [string]',
      documentation:
        'The paths of all files below a directory, relative to it and in order; of those that match a pattern, where one is given. In it `*` stands for anything but `/`, `**` for anything, and `?` for one character but `/`.',
      examples: [
        ['dir("conf")', '["api.conf", "sites/shop.conf", "web.conf.tpl"]'],
        ['dir("conf", "*.conf")', '["api.conf"]'],
        ['dir("conf", "**.conf")', '["api.conf", "sites/shop.conf"]'],
      ],
      readsWorld: true,
      apply: listFiles,
    },
    {
      signature: 'template(path: string, values: {[string]: T}): string',
      documentation:
        'The text of a file with expressions in `${…}`, which may use the values given and functions of the library, and nothing else. A name without a value is an error at its place in the file. `\\${` stands for the two characters.',
      examples: [
        [
          'template("conf/web.conf.tpl", { name: "shop", ports: [80, 443] })',
          String.raw`"server shop;\nlisten 80;\nlisten 443;\n"`,
        ],
        {
          expression: 'template("conf/web.conf.tpl", { nam: "shop", ports: [] })',
          fails: 'nothing is called `name`',
        },
      ],
      readsWorld: true,
      apply: (call) =>
        withText(call, (text) => renderTemplate(call, textAt(call, 0), text, valueAt(call, 1))),
    },
    {
      signature: 'env(name: string, default?: string): string',
      documentation:
        'A variable of the environment that the command runs in. The stack lists the names that it reads: `stack shop { environment: ["CI_*"] }`. One that is not set is its default, and without one an error.',
      examples: [
        ['env("CI_COMMIT")', '"4f2a9c1"'],
        ['env("CI_BRANCH", "main")', '"main"'],
        { expression: 'env("CI_BRANCH")', fails: 'the variable `CI_BRANCH` is not set' },
        { expression: 'env("HOME")', fails: 'the stack does not list the variable `HOME`' },
      ],
      readsWorld: true,
      apply: readVariable,
    },
  ],
};

function noWorld(what: 'files' | 'variables'): Failure {
  return fail(
    what === 'files' ? 'no files can be read here' : 'no variables can be read here',
    { code: what === 'files' ? 'unreadable-file' : 'missing-variable' },
    'What is evaluated here is given no files and no environment.',
  );
}

/** Goes on with an answer of the host about the path that the first argument says. */
function ask<T>(
  call: Call,
  question: (host: LanguageHost, path: string) => HostRead<T>,
  next: (answer: T, host: LanguageHost) => Outcome,
): Outcome {
  const { host, place } = call.session;
  const written = textAt(call, 0);
  if (!host) return noWorld('files');
  if (written.startsWith('/') || written.startsWith('~')) {
    return fail(
      `${quote(written)} is outside of the stack`,
      { code: 'unreadable-file', argument: 0 },
      'Paths are relative, so that the stack means the same on every machine. What differs between machines is a `param`, or a `secret` with `{ file: … }`.',
    );
  }
  const path = joinPaths([place.directory, normalizePath(written)]);
  const answer = question(host, path);
  return answer.kind === 'read'
    ? next(answer.value, host)
    : fail(`cannot read ${quote(written)}: ${answer.reason}`, {
        code: 'unreadable-file',
        argument: 0,
      });
}

const withBytes = (call: Call, next: (bytes: Uint8Array, host: LanguageHost) => Outcome): Outcome =>
  ask(call, (host, path) => host.readFile(path), next);

function withText(call: Call, next: (text: string) => Outcome): Outcome {
  return withBytes(call, (bytes) => {
    const tooLong = textTooLong(bytes.length);
    if (tooLong) return tooLong;
    const text = textOfBytes(bytes);
    return text === undefined
      ? fail(
          `${quote(textAt(call, 0))} is no text`,
          { code: 'unreadable-file', argument: 0 },
          'It is no UTF-8. `file_base64` reads files of any kind.',
        )
      : next(text);
  });
}

function listFiles(call: Call): Outcome {
  const pattern = textOr(call, 1, '**');
  const matches = globPattern(pattern);
  return ask(
    call,
    (host, directory) => {
      const all = host.listFiles(directory);
      if (all.kind === 'failed') return all;
      const files = all.value.filter(matches);
      host.noteListing?.({ directory, pattern, files });
      return { kind: 'read', value: files };
    },
    (found) => listTooLong(found.length) ?? makeTexts(call, found),
  );
}

function readVariable(call: Call): Outcome {
  const { host } = call.session;
  const name = textAt(call, 0);
  if (!isListed(call.session, name)) return variableNotListed(call.session, name);
  if (!host) return noWorld('variables');
  const text = host.variable(name);
  if (text !== undefined) return textTooLong(text.length) ?? makeText(call, text);
  const otherwise: Value | undefined = call.arguments[1];
  return (
    otherwise ??
    fail(
      `the variable \`${name}\` is not set`,
      { code: 'missing-variable', argument: 0 },
      'Set it, or give a default as the second argument.',
    )
  );
}
