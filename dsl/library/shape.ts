/*
 * The types in the signatures of library functions, and signatures themselves. They are the types of
 * the language, with three additions that only a library needs: `number` and `scalar`, which stand
 * for several types, and variables (`T`), which stand for any type, the same throughout a signature.
 * Where a signature says `T` a value is handed on untouched, secrets and all; everything else is
 * looked into.
 */

const plainKinds = [
  'null',
  'bool',
  'int',
  'float',
  'size',
  'duration',
  'string',
  'ip',
  'cidr',
  'port',
] as const;
export type PlainKind = (typeof plainKinds)[number];
export type Shape =
  | { readonly kind: 'plain'; readonly of: PlainKind }
  /** Any value, looked into. */
  | { readonly kind: 'any' }
  /** Any value, handed on. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'map'; readonly value: Shape }
  /** An object with at least these fields. */
  | { readonly kind: 'object'; readonly fields: readonly FieldShape[] }
  | { readonly kind: 'secret'; readonly inner: Shape }
  /** `title` is what the union is called, where it has a name. */
  | { readonly kind: 'union'; readonly members: readonly Shape[]; readonly title?: string }
  /** What a constructor makes, which only its slot understands. */
  | { readonly kind: 'made'; readonly name: string };

export interface FieldShape {
  readonly name: string;
  readonly optional: boolean;
  readonly shape: Shape;
}
export interface Parameter {
  readonly name: string;
  /** The type as it is written. */
  readonly type: string;
  readonly shape: Shape;
  readonly optional: boolean;
  /** Takes all further arguments. */
  readonly rest: boolean;
}
export interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly result: Shape;
}

const plain = (...kinds: readonly PlainKind[]): readonly Shape[] =>
  kinds.map((of) => ({ kind: 'plain', of }));
const several: ReadonlyMap<string, Shape> = new Map([
  [
    'number',
    { kind: 'union', title: 'number', members: plain('int', 'float', 'size', 'duration') },
  ],
  [
    'scalar',
    {
      kind: 'union',
      title: 'scalar',
      members: plain('string', 'bool', 'int', 'float', 'size', 'duration', 'ip', 'cidr', 'port'),
    },
  ],
]);

/**
 * Reads a signature such as `slice(list: [T], start: int, end?: int): [T]`.
 * @throws Error where it is not well formed: signatures are part of Stowage, and a test reads all
 */
export function parseSignature(text: string): Signature {
  const reader = new Reader(text);
  const name = reader.word();
  reader.expect('(');
  const parameters: Parameter[] = [];
  while (!reader.accept(')')) {
    if (parameters.length > 0) reader.expect(',');
    const rest = reader.accept('...');
    const parameter = reader.word();
    const optional = reader.accept('?');
    reader.expect(':');
    const start = reader.position();
    const shape = reader.shape();
    parameters.push({ name: parameter, type: reader.since(start), shape, optional, rest });
  }
  reader.expect(':');
  const result = reader.shape();
  reader.end();
  return { name, parameters, result };
}

/** Owns the place in the text that has been read so far. */
class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  position(): number {
    this.skipSpace();
    return this.at;
  }

  since(start: number): string {
    return this.text.slice(start, this.at);
  }

  accept(symbol: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(symbol, this.at)) return false;
    this.at += symbol.length;
    return true;
  }

  expect(symbol: string): void {
    if (!this.accept(symbol)) this.fault(`\`${symbol}\``);
  }

  end(): void {
    if (this.position() < this.text.length) this.fault('the end');
  }

  word(): string {
    this.skipSpace();
    const word = /^\w+/.exec(this.text.slice(this.at))?.[0] ?? this.fault('a word');
    this.at += word.length;
    return word;
  }

  shape(): Shape {
    const members = [this.single()];
    while (this.accept('|')) members.push(this.single());
    const [only] = members;
    return only && members.length === 1 ? only : { kind: 'union', members };
  }

  private single(): Shape {
    const inner = this.bare();
    return this.accept('?') ? { kind: 'union', members: [inner, ...plain('null')] } : inner;
  }

  private bare(): Shape {
    if (this.accept('{[string]:')) {
      const value = this.shape();
      this.expect('}');
      return { kind: 'map', value };
    }
    if (this.accept('{')) return { kind: 'object', fields: this.fields() };
    if (this.accept('[')) {
      const item = this.shape();
      this.expect(']');
      return { kind: 'list', item };
    }
    if (this.accept('secret<')) {
      const inner = this.shape();
      this.expect('>');
      return { kind: 'secret', inner };
    }
    const word = this.word();
    if (word === 'any') return { kind: 'any' };
    if (/^[A-Z]$/.test(word)) return { kind: 'variable', name: word };
    const kind = plainKinds.find((one) => one === word);
    return kind ? { kind: 'plain', of: kind } : (several.get(word) ?? { kind: 'made', name: word });
  }

  private fields(): FieldShape[] {
    const fields: FieldShape[] = [];
    do {
      const name = this.word();
      const optional = this.accept('?');
      this.expect(':');
      fields.push({ name, optional, shape: this.shape() });
    } while (this.accept(','));
    this.expect('}');
    return fields;
  }

  private skipSpace(): void {
    while (this.text[this.at] === ' ') this.at += 1;
  }

  private fault(expected: string): never {
    throw new Error(`a signature has no ${expected} at ${this.at}: ${this.text}`);
  }
}

/** A shape as a signature says it. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'plain':
      return shape.of;
    case 'any':
      return 'any';
    case 'variable':
    case 'made':
      return shape.name;
    case 'list':
      return `[${describeShape(shape.item)}]`;
    case 'map':
      return `{[string]: ${describeShape(shape.value)}}`;
    case 'object': {
      const fields = shape.fields.map(
        ({ name, optional, shape: field }) =>
          `${name}${optional ? '?' : ''}: ${describeShape(field)}`,
      );
      return `{ ${fields.join(', ')} }`;
    }
    case 'secret':
      return `secret<${describeShape(shape.inner)}>`;
    case 'union':
      return shape.title ?? shape.members.map(describeShape).join(' | ');
    default:
      return shape satisfies never;
  }
}

/** Whether a shape has a variable in it: such a value is made of parts of the arguments. */
export function hasVariable(shape: Shape): boolean {
  switch (shape.kind) {
    case 'variable':
      return true;
    case 'list':
      return hasVariable(shape.item);
    case 'map':
      return hasVariable(shape.value);
    case 'object':
      return shape.fields.some((field) => hasVariable(field.shape));
    case 'secret':
      return hasVariable(shape.inner);
    case 'union':
      return shape.members.some(hasVariable);
    case 'plain':
    case 'any':
    case 'made':
      return false;
    default:
      return shape satisfies never;
  }
}
