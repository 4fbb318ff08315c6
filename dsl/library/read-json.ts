/*
 * JSON to values. Not the platform's reader, which keeps neither the place of a mistake nor the
 * difference between 1 and 1.0, rounds long numbers, and takes the last of two equal keys.
 */
import type { Span } from '../../model/index.js';
import type { Member, Value } from '../semantics/value.js';

export interface JsonFault {
  readonly summary: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}
export type JsonRead =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'fault'; readonly fault: JsonFault };

const deepest = 100;

/** Reads a text that is one JSON value (RFC 8259). */
export function readJson(text: string, span: Span): JsonRead {
  const reader = new JsonReader(text, span);
  const value = reader.whole();
  return reader.fault ? { kind: 'fault', fault: reader.fault } : { kind: 'read', value };
}

/** Owns the place in the text; after the first fault it reads no further. */
class JsonReader {
  fault: JsonFault | undefined;
  private at = 0;
  private readonly text: string;
  private readonly span: Span;

  constructor(text: string, span: Span) {
    this.text = text;
    this.span = span;
  }

  whole(): Value {
    const value = this.value(0);
    this.skipSpace();
    if (this.at < this.text.length) this.wrong('there is more after the end of the value');
    return value;
  }

  private value(depth: number): Value {
    this.skipSpace();
    const character = this.text[this.at];
    if (depth > deepest) return this.wrong(`lists and objects nest more than ${deepest} deep`);
    if (character === '{') return this.object(depth);
    if (character === '[') return this.list(depth);
    if (character === '"') return { kind: 'string', value: this.string(), span: this.span };
    const word = /[-+\w.]*/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0] ?? '';
    const { span } = this;
    if (found === 'null') this.at += 4;
    else if (found === 'true' || found === 'false') {
      this.at += found.length;
      return { kind: 'bool', value: found === 'true', span };
    } else if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(found)) {
      return this.number(found);
    } else return this.wrong(this.strange(found));
    return { kind: 'null', span };
  }

  private strange(found: string): string {
    const character = this.text[this.at];
    if (character === undefined) return 'the text ends where a value should be';
    if (character === "'") return 'texts are in double quotes';
    return `\`${found === '' ? character : found.slice(0, 20)}\` is no value`;
  }

  private number(text: string): Value {
    const value = Number(text);
    const isInt = /^-?\d+$/.test(text);
    if (!Number.isFinite(value) || (isInt && !Number.isSafeInteger(value))) {
      return this.wrong(`\`${text.slice(0, 30)}\` is too large to be kept exactly`);
    }
    this.at += text.length;
    return { kind: isInt ? 'int' : 'float', value: value === 0 ? 0 : value, span: this.span };
  }

  private list(depth: number): Value {
    const items: Value[] = [];
    this.at += 1;
    while (!this.fault && !this.closes(']', items.length > 0)) items.push(this.value(depth + 1));
    return { kind: 'list', items, span: this.span, depth: depthAbove(items) };
  }

  private object(depth: number): Value {
    const members = new Map<string, Member>();
    this.at += 1;
    while (!this.fault && !this.closes('}', members.size > 0)) {
      this.skipSpace();
      const start = this.at;
      if (this.text[this.at] !== '"') {
        this.wrong('the name of a member, in double quotes, should be here');
        break;
      }
      const name = this.string();
      if (members.has(name)) {
        this.at = start;
        this.wrong(`the member ${JSON.stringify(name)} comes twice`);
      }
      this.skipSpace();
      if (this.text[this.at] !== ':') this.wrong('`:` should be here');
      this.at += 1;
      const value = this.value(depth + 1);
      members.set(name, { value, span: this.span, keySpan: this.span });
    }
    const values = [...members.values()].map((member) => member.value);
    return { kind: 'object', members, span: this.span, depth: depthAbove(values) };
  }

  /** Whether the bracket closes here; before a further element there has to be a comma. */
  private closes(bracket: ']' | '}', needsComma: boolean): boolean {
    this.skipSpace();
    if (this.text[this.at] === bracket) {
      this.at += 1;
      return true;
    }
    if (!needsComma) return false;
    if (this.text[this.at] !== ',') {
      this.wrong(`\`,\` or \`${bracket}\` should be here`);
      return true;
    }
    this.at += 1;
    this.skipSpace();
    if (this.text[this.at] !== bracket) return false;
    this.wrong('there is nothing after the last `,`');
    return true;
  }

  private string(): string {
    const plain = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y;
    plain.lastIndex = this.at;
    const found = plain.exec(this.text)?.[0];
    if (found === undefined) {
      this.wrong('this text does not end, or has an escape or a line break that JSON has not');
      return '';
    }
    this.at += found.length;
    const text: unknown = JSON.parse(found);
    return typeof text === 'string' ? text : '';
  }

  private skipSpace(): void {
    while (' \n\r\t'.includes(this.text[this.at] ?? 'x')) this.at += 1;
  }

  /** Notes the first fault. */
  private wrong(summary: string): Value {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length;
    const column = this.at - before.lastIndexOf('\n');
    this.fault ??= { summary, line, column };
    return { kind: 'null', span: this.span };
  }
}

const depthAbove = (values: readonly Value[]): number =>
  1 + values.reduce((depth, value) => Math.max(depth, value.depth ?? 0), 0);
