/*
 * The diagnostics that planning can give, beside those of the language: what the files ask for and
 * the files on disk, or the engine, do not allow. A code never changes its meaning.
 */
import type { Severity } from './diagnostic.js';

export interface DiagnosticDescription {
  readonly severity: Severity;
  readonly title: string;
  /** Why it is one, and what to do about it; whole sentences in Markdown. */
  readonly explanation: string;
}

const error = (title: string, explanation: string): DiagnosticDescription => ({
  severity: 'error',
  title,
  explanation,
});

export const planningCodes = {
  'stack-taken': error(
    'Another stack of the same name is on the engine',
    'What runs carries the stack’s name and another id than `stowage.lock` has. If it is the same stack, restore that file from the repository; if not, give this one another name.',
  ),
  'name-taken': error(
    'A name that the stack wants belongs to somebody else',
    'Stowage never changes what it has not made. Give the resource another `name`, or remove or rename the other object yourself.',
  ),
  protected: error(
    'A protected resource would be deleted or replaced',
    'Undo the change that forces it, or take `protect` away, apply, and then make the change.',
  ),
  'image-missing': error(
    'A container’s image is neither in the stack nor on the engine',
    'Images are not fetched from registries. Write an `image`, or load it into the engine first.',
  ),
  'base-missing': error(
    'An image is to start from one that is neither in the stack nor on the engine',
    'Write an `image` of that name, or load it into the engine first.',
  ),
  'base-unreadable': error(
    'The archive or layout that an image starts from cannot be read',
    'The path is taken from the stack’s directory. The message says what the system, or the file, has against it.',
  ),
  'context-unreadable': error(
    'The directory that an image copies from cannot be read',
    '`context` is taken from the stack’s directory, and is that directory itself when left out.',
  ),
  'context-unsupported': error(
    'A copied file is neither a file, a directory nor a symbolic link',
    'Sockets, pipes and devices cannot be copied. List it in `.dockerignore`, or copy less.',
  ),
  'context-changed': error(
    'A file changed while it was read',
    'Try again when nothing writes to the context.',
  ),
  'ignore-invalid': error(
    'A pattern in `.dockerignore` cannot be understood',
    'Patterns are those of Docker: `*`, `?`, `**`, character classes, and `!` to take a file in again.',
  ),
  'copy-source-missing': error(
    'A copy step finds nothing',
    'Sources are paths or patterns inside the context; at least one file must be found for each.',
  ),
  'copy-source-ignored': error(
    'All that a copy step finds is left out by `.dockerignore`',
    'Take it in again with a line that begins with `!`, or copy something else.',
  ),
  'copy-source-outside': error(
    'A copy step leads out of the context',
    'Neither `..` nor a symbolic link may lead out. Choose a `context` that holds the file.',
  ),
  'copy-source-invalid': error(
    'The pattern of a copy step cannot be understood',
    'Patterns know `*`, `?`, `**` and character classes such as `[a-z]`.',
  ),
  'copy-target-not-directory': error(
    'Several files are to be copied to one file',
    'Let the target end in `/`, so that it is a directory.',
  ),
  'copy-clash': error(
    'Two sources of a copy step have the same target',
    'Copy them in steps of their own, or to different directories.',
  ),
} as const satisfies Readonly<Record<string, DiagnosticDescription>>;
