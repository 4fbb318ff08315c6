/*
 * YAML 1.2 to values. The package reads and composes; here its nodes become values, so that ints stay
 * ints, aliases cannot grow without bound, and a mistake is said with its place. How deep a text
 * nests is looked at before it is composed, since the package composes by recursion.
 */
import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type Alias,
  type CST,
  type Document,
  type Pair,
  type ParsedNode,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../../model/index.js';
import type { Member, Value } from '../semantics/value.js';

export interface YamlFault {
  readonly summary: string;
  /** From 1; absent where it is the text as a whole. */
  readonly line?: number;
  readonly column?: number;
}
export type YamlRead =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'fault'; readonly fault: YamlFault };

const deepest = 100;
const mostValues = 100_000;

/** Reads a text that is one YAML document. */
export function readYaml(text: string, span: Span): YamlRead {
  const lines = new LineCounter();
  const fault = (summary: string, offset?: number): YamlRead => {
    const { line, col } = offset === undefined ? { line: 0, col: 0 } : lines.linePos(offset);
    return { kind: 'fault', fault: { summary, ...(line > 0 && { line, column: col }) } };
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  if (nestsTooDeep(tokens)) return fault(`lists and maps nest more than ${deepest} deep`);
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    intAsBigInt: true,
    prettyErrors: false,
    // The package compares every key with every other; the reader below does not have to.
    uniqueKeys: false,
  });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  const wrong = document?.errors[0] ?? document?.warnings[0];
  if (wrong) return fault(lowerFirst(wrong.message), wrong.pos[0]);
  if (second) return fault('the text holds several documents', second.range[0]);
  const reader = new NodeReader(span);
  const value = reader.document(document);
  return reader.fault ? fault(...reader.fault) : { kind: 'read', value };
}

const lowerFirst = (message: string): string =>
  message.slice(0, 1).toLowerCase() + message.slice(1);

type Token = CST.Token | null | undefined;

/** Walks without recursion, however deep the text nests. */
function nestsTooDeep(tokens: readonly CST.Token[]): boolean {
  const open: (readonly [token: Token, depth: number])[] = tokens.map((token) => [token, 0]);
  for (let next = open.pop(); next; next = open.pop()) {
    const [token, depth] = next;
    if (!token) continue;
    if (depth > deepest) return true;
    if (token.type === 'document') open.push([token.value, depth]);
    if (!('items' in token)) continue;
    for (const item of token.items) {
      if ('key' in item) open.push([item.key, depth + 1]);
      if ('value' in item) open.push([item.value, depth + 1]);
    }
  }
  return false;
}

type Fault = readonly [summary: string, offset?: number];

/** Owns what has been read under anchors, and the first fault. */
class NodeReader {
  fault: Fault | undefined;
  private count = 0;
  private readonly anchors = new Map<string, { readonly value: Value; readonly count: number }>();
  private readonly span: Span;

  constructor(span: Span) {
    this.span = span;
  }

  document(document: Document.Parsed | undefined): Value {
    return this.node(document?.contents ?? null);
  }

  private node(node: ParsedNode | null | undefined): Value {
    const before = this.count;
    this.count += 1;
    if (this.count > mostValues)
      return this.wrong(`there are more than ${mostValues} values in it`);
    if (!node) return { kind: 'null', span: this.span };
    if (isAlias(node)) return this.alias(node);
    const value = isMap(node)
      ? this.map(node)
      : isSeq(node)
        ? this.list(node.items)
        : this.scalar(node.value, node.range[0]);
    if (node.anchor !== undefined) {
      this.anchors.set(node.anchor, { value, count: this.count - before });
    }
    return value;
  }

  private alias({ source, range }: Alias.Parsed): Value {
    const found = this.anchors.get(source);
    if (!found) return this.wrong(`there is no anchor \`${source}\` before this`, range[0]);
    this.count += found.count;
    return found.value;
  }

  private scalar(value: unknown, offset: number): Value {
    const { span } = this;
    switch (typeof value) {
      case 'string':
        return { kind: 'string', value, span };
      case 'boolean':
        return { kind: 'bool', value, span };
      case 'bigint': {
        const number = Number(value);
        return Number.isSafeInteger(number)
          ? { kind: 'int', value: number, span }
          : this.wrong(`\`${value}\` is too large to be kept exactly`, offset);
      }
      case 'number':
        return Number.isFinite(value)
          ? { kind: 'float', value: value === 0 ? 0 : value, span }
          : this.wrong('there are no infinite numbers', offset);
      default:
        return { kind: 'null', span };
    }
  }

  private list(items: readonly (ParsedNode | Pair<ParsedNode, ParsedNode | null>)[]): Value {
    const values = items.map((item) =>
      'key' in item ? this.wrong('a pair stands in a list') : this.node(item),
    );
    return { kind: 'list', items: values, span: this.span, depth: 1 + deepestOf(values) };
  }

  private map({ items }: YAMLMap.Parsed): Value {
    const members = new Map<string, Member>();
    const merged = new Map<string, Member>();
    for (const { key, value } of items) {
      const name = this.key(key);
      if (name === undefined) break;
      const read = this.node(value);
      const isMerge = name === '<<' && isScalar(key) && key.type === 'PLAIN';
      if (isMerge) this.merge(merged, read, key.range[0]);
      else if (members.has(name)) {
        this.wrong(`the key ${JSON.stringify(name)} comes twice`, key.range[0]);
      } else members.set(name, { value: read, span: this.span, keySpan: this.span });
    }
    for (const [name, member] of merged) if (!members.has(name)) members.set(name, member);
    const values = [...members.values()].map((member) => member.value);
    return { kind: 'object', members, span: this.span, depth: 1 + deepestOf(values) };
  }

  private key(key: ParsedNode): string | undefined {
    const value = isAlias(key) ? this.alias(key) : this.node(key);
    if (value.kind === 'null' && isScalar(key)) return key.source === '' ? '' : 'null';
    if ('value' in value) return String(value.value);
    this.wrong('only plain values can be keys', isAlias(key) ? undefined : key.range[0]);
    return undefined;
  }

  /** `<<` takes over the members of an object, or of several, that are not there. */
  private merge(into: Map<string, Member>, from: Value, offset: number): void {
    const sources = from.kind === 'list' ? from.items : [from];
    for (const source of sources) {
      if (source.kind !== 'object') {
        this.wrong('`<<` takes a map, or a list of maps', offset);
        return;
      }
      for (const [name, member] of source.members) {
        if (!into.has(name)) into.set(name, member);
      }
    }
  }

  private wrong(...fault: Fault): Value {
    this.fault ??= fault;
    return { kind: 'null', span: this.span };
  }
}

const deepestOf = (values: readonly Value[]): number =>
  values.reduce((depth, value) => Math.max(depth, value.depth ?? 0), 0);
