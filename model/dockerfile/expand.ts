/*
 * Variables, quotes and escapes in the words of a Dockerfile, by the rules of its reference: `$name`,
 * `${name}`, and what stands between a name and its brace: `:-` `-` `:+` `+` `:?` `?` `#` `##` `%` `%%`
 * `/` `//`. https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
import { shellPattern } from './shell-pattern.js';

export interface Expansion {
  readonly escape: string;
  readonly valueOf: (name: string) => string | undefined;
}

/** A word that cannot be expanded; the message is the end of a sentence. */
export class BadExpansion extends Error {
  override readonly name = 'BadExpansion';
}

interface Piece {
  readonly text: string;
  /** Whether white space in it ends a word. */
  readonly splits: boolean;
}

/** A word with its variables replaced, quotes and escapes taken away. @throws BadExpansion */
export function expandWord(word: string, expansion: Expansion): string {
  return piecesOf(word, expansion)
    .map(({ text }) => text)
    .join('');
}

/** The same where blanks in the value of a variable that is not quoted make several words of it. */
export function expandWords(word: string, expansion: Expansion): readonly string[] {
  const words: string[] = [];
  let open: string | undefined;
  for (const { text, splits } of piecesOf(word, expansion)) {
    if (!splits) {
      open = (open ?? '') + text;
      continue;
    }
    for (const part of text.split(/(\s+)/)) {
      if (part.trim() !== '') open = (open ?? '') + part;
      else if (part !== '') {
        if (open !== undefined) words.push(open);
        open = undefined;
      }
    }
  }
  return open === undefined ? words : [...words, open];
}

/** A text in which variables count and quotes do not, as in a heredoc. @throws BadExpansion */
export function expandText(text: string, expansion: Expansion): string {
  let result = '';
  const reader = readerOf(text, expansion);
  while (!reader.done()) {
    const unit = reader.peek();
    if (unit === expansion.escape) {
      reader.take();
      const next = reader.take();
      result += next === '$' || next === expansion.escape ? next : `${unit}${next}`;
    } else if (unit === '$') result += readVariable(reader);
    else result += reader.take();
  }
  return result;
}

interface Reader {
  readonly expansion: Expansion;
  done(): boolean;
  peek(): string;
  /** The next code unit; empty at the end. */
  take(): string;
}

function readerOf(text: string, expansion: Expansion): Reader {
  let at = 0;
  return {
    expansion,
    done: () => at >= text.length,
    peek: () => text[at] ?? '',
    take: () => {
      const unit = text[at] ?? '';
      at += 1;
      return unit;
    },
  };
}

function piecesOf(word: string, expansion: Expansion): readonly Piece[] {
  return readPieces(readerOf(word, expansion), undefined);
}

/** @param stop the character that ends the part that is read, which is taken too */
function readPieces(reader: Reader, stop: string | undefined): readonly Piece[] {
  const pieces: Piece[] = [];
  while (!reader.done()) {
    const unit = reader.peek();
    if (unit === stop) {
      reader.take();
      return pieces;
    }
    if (unit === "'") pieces.push({ text: readSingleQuoted(reader), splits: false });
    else if (unit === '"') pieces.push({ text: readDoubleQuoted(reader), splits: false });
    else if (unit === '$') pieces.push({ text: readVariable(reader), splits: true });
    else if (unit === reader.expansion.escape) {
      reader.take();
      pieces.push({ text: reader.take(), splits: false });
    } else pieces.push({ text: reader.take(), splits: true });
  }
  if (stop !== undefined) throw new BadExpansion(`a \`${stop}\` is missing`);
  return pieces;
}

function readSingleQuoted(reader: Reader): string {
  reader.take();
  let text = '';
  while (!reader.done()) {
    const unit = reader.take();
    if (unit === "'") return text;
    text += unit;
  }
  throw new BadExpansion("a `'` has no counterpart");
}

function readDoubleQuoted(reader: Reader): string {
  const { escape } = reader.expansion;
  reader.take();
  let text = '';
  while (!reader.done()) {
    const unit = reader.peek();
    if (unit === '"') {
      reader.take();
      return text;
    }
    if (unit === '$') text += readVariable(reader);
    else if (unit === escape) {
      reader.take();
      const next = reader.peek();
      // An escape that takes no meaning away is a character like any other.
      if (next === '"' || next === '$' || next === escape) text += reader.take();
      else text += unit;
    } else text += reader.take();
  }
  throw new BadExpansion('a `"` has no counterpart');
}

const isNameStart = (unit: string): boolean => /[A-Za-z_]/.test(unit);

function readName(reader: Reader): string {
  let name = '';
  if (isNameStart(reader.peek())) {
    while (/[A-Za-z0-9_]/.test(reader.peek())) name += reader.take();
  } else if (/[0-9]/.test(reader.peek())) {
    while (/[0-9]/.test(reader.peek())) name += reader.take();
  } else if (/[@*#?\-$!]/.test(reader.peek())) name = reader.take();
  return name;
}

function readVariable(reader: Reader): string {
  const { valueOf } = reader.expansion;
  reader.take();
  if (reader.peek() !== '{') {
    const name = readName(reader);
    return name === '' ? '$' : (valueOf(name) ?? '');
  }
  reader.take();
  const name = readName(reader);
  if (name === '') throw new BadExpansion('a variable has no name');
  if (reader.done()) throw new BadExpansion(`\`\${${name}\` has no closing brace`);
  const sign = reader.take();
  const value = valueOf(name);
  const rest = (): string =>
    readPieces(reader, '}')
      .map(({ text }) => text)
      .join('');
  switch (sign) {
    case '}':
      return value ?? '';
    case ':':
      return choose(name, reader.take(), value === '' ? undefined : value, rest());
    case '-':
    case '+':
    case '?':
      return choose(name, sign, value, rest());
    case '#':
    case '%': {
      const greedy = reader.peek() === sign;
      if (greedy) reader.take();
      return trim(value ?? '', sign, rawUntilBrace(reader), greedy);
    }
    case '/': {
      const all = reader.peek() === '/';
      if (all) reader.take();
      const [pattern = '', ...replacement] = rawUntilBrace(reader).split('/');
      const found = shellPattern(pattern, true);
      const by = expandWord(replacement.join('/'), reader.expansion);
      return (value ?? '').replace(new RegExp(found, all ? 'gsu' : 'su'), () => by);
    }
    default:
      throw new BadExpansion(`\`\${${name}${sign}…}\` is no known form`);
  }
}

function choose(name: string, sign: string, value: string | undefined, word: string): string {
  switch (sign) {
    case '-':
      return value ?? word;
    case '+':
      return value === undefined ? '' : word;
    case '?':
      if (value !== undefined) return value;
      throw new BadExpansion(
        word === '' ? `\`${name}\` has no value` : `\`${name}\` has no value: ${word}`,
      );
    default:
      throw new BadExpansion(`\`\${${name}:${sign}…}\` is no known form`);
  }
}

/** A pattern as it is written, with variables replaced and escapes kept. */
function rawUntilBrace(reader: Reader): string {
  let text = '';
  while (!reader.done()) {
    const unit = reader.peek();
    if (unit === '}') {
      reader.take();
      return text;
    }
    if (unit === '$') text += readVariable(reader);
    else if (unit === reader.expansion.escape) text += reader.take() + reader.take();
    else text += reader.take();
  }
  throw new BadExpansion('a `}` is missing');
}

function trim(value: string, side: string, pattern: string, greedy: boolean): string {
  if (side === '#') {
    return value.replace(new RegExp(`^(?:${shellPattern(pattern, greedy)})`, 'su'), '');
  }
  // Of all ends that match, the shortest or the longest: an expression finds the leftmost alone.
  const whole = new RegExp(`^(?:${shellPattern(pattern, true)})$`, 'su');
  const cuts = Array.from({ length: value.length + 1 }, (_, cut) => cut);
  const cut = (greedy ? cuts : cuts.reverse()).find((at) => whole.test(value.slice(at)));
  return cut === undefined ? value : value.slice(0, cut);
}
