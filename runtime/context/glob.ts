/*
 * Patterns of paths, as `.dockerignore` files and copy sources have them: `*` and `?` stop at `/`,
 * `**` does not, `[a-z]` and `[^a-z]` are classes, `\` takes the next character literally.
 * Rules: Go's filepath.Match, with `**` as github.com/moby/patternmatcher reads it.
 */

/** A pattern that cannot be read. */
export class BadPattern extends Error {
  override readonly name = 'BadPattern';
  readonly pattern: string;
  constructor(pattern: string, reason: string) {
    super(`${JSON.stringify(pattern)} is no valid pattern: ${reason}`);
    this.pattern = pattern;
  }
}

/** Whether a text has any character that means something in a pattern. */
export function isPattern(text: string): boolean {
  return /[*?[\\]/.test(text);
}

/**
 * Compiles a pattern for a whole path without a leading `/`.
 * @throws BadPattern
 */
export function compilePattern(pattern: string): RegExp {
  let source = '';
  let at = 0;
  while (at < pattern.length) {
    const { text, length } = translate(pattern, at);
    source += text;
    at += length;
  }
  return new RegExp(`^${source}$`, 'su');
}

interface Piece {
  readonly text: string;
  /** How much of the pattern it stands for, in code units. */
  readonly length: number;
}

function translate(pattern: string, at: number): Piece {
  const rest = pattern.slice(at);
  if (rest.startsWith('**/')) return { text: '(?:.*/)?', length: 3 };
  // Without a slash behind it `**` crosses directories at the end and in the middle alike.
  if (rest.startsWith('**')) return { text: '.*', length: 2 };
  if (rest.startsWith('*')) return { text: '[^/]*', length: 1 };
  if (rest.startsWith('?')) return { text: '[^/]', length: 1 };
  if (rest.startsWith('[')) return translateClass(pattern, at);
  if (rest.startsWith('\\')) {
    const escaped = firstCharacter(rest.slice(1));
    if (escaped === '') throw new BadPattern(pattern, 'it ends in a backslash');
    return { text: literal(escaped), length: 1 + escaped.length };
  }
  const character = firstCharacter(rest);
  return { text: literal(character), length: character.length };
}

function translateClass(pattern: string, start: number): Piece {
  let at = start + 1;
  const negated = pattern[at] === '^';
  if (negated) at++;
  let members = '';
  const next = (): string => {
    if (pattern[at] === '\\') at++;
    const character = firstCharacter(pattern.slice(at));
    if (character === '') throw new BadPattern(pattern, 'a class has no end');
    at += character.length;
    return character;
  };
  while (pattern[at] !== ']' || members === '') {
    if (pattern[at] === ']') throw new BadPattern(pattern, 'a class is empty');
    const low = next();
    if (pattern[at] !== '-') {
      members += literal(low);
      continue;
    }
    at++;
    const high = next();
    if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) {
      throw new BadPattern(pattern, `the range ${low}-${high} runs backwards`);
    }
    members += `${literal(low)}-${literal(high)}`;
  }
  const text = negated ? `[^/${members}]` : `(?!/)[${members}]`;
  return { text, length: at + 1 - start };
}

function firstCharacter(text: string): string {
  const code = text.codePointAt(0);
  return code === undefined ? '' : String.fromCodePoint(code);
}

/** Escapes a character for a regular expression, inside a class or outside. */
function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, (special) =>
    special === '-' ? '\\x2d' : `\\${special}`,
  );
}
