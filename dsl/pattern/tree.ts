/*
 * Regular expressions as trees: the part of JavaScript's that can be matched in linear time, which is
 * all but back references and looking around. The platform says whether a pattern is well formed, and
 * what a single character matches; only the structure is read here.
 */

export type PatternNode =
  /** One character that a class, an escape or `.` matches, or that it is. */
  | { readonly kind: 'character'; readonly source: string }
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly PatternNode[] }
  /** `index` counts capturing groups from 1; 0 captures nothing. */
  | { readonly kind: 'group'; readonly index: number; readonly node: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly node: PatternNode;
      readonly least: number;
      readonly most: number;
      readonly greedy: boolean;
      /** The groups inside, which each turn forgets. */
      readonly groups: readonly [first: number, last: number];
    }
  | { readonly kind: 'place'; readonly place: Place };
export type Place = 'start' | 'end' | 'boundary' | 'inside';

export interface PatternTree {
  readonly root: PatternNode;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}
/** Why a text is no pattern, as the end of a sentence. */
export interface PatternFault {
  readonly kind: 'fault';
  readonly reason: string;
}

const longest = 1000;
const deepest = 50;

/** Reads a pattern. */
export function readPattern(source: string): PatternTree | PatternFault {
  if (source.length > longest) return fault(`it is longer than ${longest} characters`);
  try {
    new RegExp(source, 'u');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fault('it is not well formed');
  }
  const reader = new PatternReader(source);
  const root = reader.choice(0);
  return reader.fault ?? { root, groups: reader.groups, names: reader.names };
}

const fault = (reason: string): PatternFault => ({ kind: 'fault', reason });

const character =
  /\[(?:[^\]\\]|\\[^])*\]|\\(?:u\{[^}]*\}|u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[^])|[^]/uy;
const quantifier = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\?)?/uy;
const opening = /\((?:\?(?:(:)|<(?![=!])([^>]*)>))?/uy;

/** Owns the place in the source, and the groups counted so far. The source is well formed. */
class PatternReader {
  groups = 0;
  readonly names = new Map<string, number>();
  fault: PatternFault | undefined;
  private at = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  choice(depth: number): PatternNode {
    if (depth > deepest) this.fault ??= fault(`it has groups that nest more than ${deepest} deep`);
    const nodes = [this.sequence(depth)];
    while (!this.fault && this.source[this.at] === '|') {
      this.at += 1;
      nodes.push(this.sequence(depth));
    }
    const [only] = nodes;
    return only && nodes.length === 1 ? only : { kind: 'choice', nodes };
  }

  private sequence(depth: number): PatternNode {
    const nodes: PatternNode[] = [];
    while (
      !this.fault &&
      this.at < this.source.length &&
      !'|)'.includes(this.source[this.at] ?? '')
    ) {
      const before = this.groups;
      nodes.push(this.repeated(this.single(depth), before));
    }
    return { kind: 'sequence', nodes };
  }

  private single(depth: number): PatternNode {
    if (this.source[this.at] === '(') return this.group(depth);
    const source = this.take(character)?.[0] ?? '';
    switch (source) {
      case '^':
        return { kind: 'place', place: 'start' };
      case '$':
        return { kind: 'place', place: 'end' };
      case '\\b':
        return { kind: 'place', place: 'boundary' };
      case '\\B':
        return { kind: 'place', place: 'inside' };
      default:
        if (/^\\[1-9k]/.test(source)) {
          this.fault ??= fault('it refers back to a group, which no pattern here can');
        }
        return { kind: 'character', source };
    }
  }

  private group(depth: number): PatternNode {
    const match = this.take(opening);
    const [all = '', plain, name] = match ?? [];
    if (this.source[this.at] === '?') {
      this.fault ??= fault('it looks ahead or behind, which no pattern here can');
      return { kind: 'sequence', nodes: [] };
    }
    const index = all !== '' && plain === undefined ? (this.groups += 1) : 0;
    if (name !== undefined) this.names.set(name, index);
    const node = this.choice(depth + 1);
    this.at += 1;
    return { kind: 'group', index, node };
  }

  private repeated(node: PatternNode, before: number): PatternNode {
    const match = this.take(quantifier);
    if (!match) return node;
    const [, sign, from = '', comma, to = '', lazy] = match;
    const least = sign === undefined ? Number(from) : sign === '+' ? 1 : 0;
    const most =
      sign === undefined
        ? comma === undefined
          ? least
          : to === ''
            ? Infinity
            : Number(to)
        : sign === '?'
          ? 1
          : Infinity;
    const groups = [before + 1, this.groups] as const;
    return { kind: 'repeat', node, least, most, greedy: lazy === undefined, groups };
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    if (match) this.at += match[0].length;
    return match;
  }
}
