/*
 * Reads files of variables as Compose does: a line for each, comments, quotes, values of several lines in
 * quotes, and values made from those of variables before. Nothing comes from the environment.
 * https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 */

export type DotenvRead =
  | { readonly kind: 'read'; readonly variables: ReadonlyMap<string, string> }
  | { readonly kind: 'fault'; readonly summary: string; readonly line: number };

class Fault extends Error {
  override readonly name = 'Fault';
  readonly offset: number;
  constructor(summary: string, offset: number) {
    super(summary);
    this.offset = offset;
  }
}

type Variables = Map<string, string>;

/** A piece of the text from an offset on, and where it ends. */
interface Piece {
  readonly value: string;
  readonly end: number;
}

export function readDotenv(text: string): DotenvRead {
  const variables: Variables = new Map();
  try {
    for (let at = 0; at < text.length;) at = readLine(text, at, variables);
    return { kind: 'read', variables };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const line = text.slice(0, error.offset).split('\n').length;
    return { kind: 'fault', summary: error.message, line };
  }
}

/** Reads what begins at an offset; gives the one where the next line does. */
function readLine(text: string, at: number, variables: Variables): number {
  const blank = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
  blank.lastIndex = at;
  if (blank.test(text)) return Math.max(blank.lastIndex, at + 1);
  const begin = /[^\S\n]*(?:export[^\S\n]+)?([^\s=#'"]+)[^\S\n]*(=)?[^\S\n]*/y;
  begin.lastIndex = at;
  const [, name, equals] = begin.exec(text) ?? [];
  if (name === undefined || !/^[A-Za-z_][\w.-]*$/.test(name)) {
    throw new Fault('a line is `NAME=value`', at);
  }
  if (equals === undefined) throw new Fault(`\`${name}\` has no value`, at);
  const { value, end } = readValue(text, begin.lastIndex, variables);
  variables.set(name, value);
  return end;
}

function readValue(text: string, at: number, variables: Variables): Piece {
  const quote = text[at];
  if (quote !== '"' && quote !== "'") {
    const bare = /[^\n]*/y;
    bare.lastIndex = at;
    const line = bare.exec(text)?.[0] ?? '';
    const value = line.replace(/(?:^|\s)#.*$/, '').trimEnd();
    return { value: expand(value, at, variables), end: bare.lastIndex + 1 };
  }
  const quoted = quote === '"' ? /"((?:[^"\\]|\\[^])*)"/y : /'([^']*)'/y;
  quoted.lastIndex = at;
  const inner = quoted.exec(text)?.[1];
  if (inner === undefined) throw new Fault('a quote is not closed', at);
  const rest = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
  rest.lastIndex = quoted.lastIndex;
  if (!rest.test(text)) throw new Fault('there is more behind the closing quote', at);
  const value = quote === '"' ? expand(inner, at, variables) : inner;
  return { value, end: Math.max(rest.lastIndex, quoted.lastIndex + 1) };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Writes escapes and variables out. */
function expand(text: string, offset: number, variables: Variables): string {
  const parts = /\\([^])|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?-)([^}]*))?\})/g;
  return text.replaceAll(
    parts,
    (_all, escaped?: string, plain?: string, braced?: string, how?: string, other?: string) => {
      if (escaped !== undefined)
        return escapes[escaped] ?? (/["\\$]/.test(escaped) ? escaped : `\\${escaped}`);
      const name = plain ?? braced ?? '';
      const value = variables.get(name);
      if (value !== undefined && (how !== ':-' || value !== '')) return value;
      if (other !== undefined) return other;
      throw new Fault(`no line before it sets \`${name}\`, and nothing else is looked at`, offset);
    },
  );
}
