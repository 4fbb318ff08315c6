/*
 * What an editor shows of the word under the pointer: how it is declared, what it is for, and which
 * value it has. The value is somebody else's to find, since it needs an evaluation.
 */
import type { Span } from '../../model/index.js';
import type { Expression } from '../syntax/index.js';
import type { Definition } from './definitions.js';
import { kindOf, shapeOfDefinition } from './infer.js';
import type { Context, Meaning, NameUse } from './meaning.js';
import { describeShape, type FieldShape, type Shape } from './shape.js';
import { bodyShape } from './type-shapes.js';
import { walkFile } from './walk.js';
import { holds, type Place, type World } from './world.js';
import { writeType } from './write-type.js';

export interface Hover {
  readonly span: Span;
  /** A line of the language: `param replicas: int(1..20)`. */
  readonly signature: string;
  /** Paragraphs in Markdown. */
  readonly paragraphs: readonly string[];
  /** The expression whose value may be shown. */
  readonly valueOf?: Span | undefined;
}

/** What there is to show at an offset. */
export function hoverAt(place: Place, offset: number): Hover | undefined {
  let use: NameUse | undefined;
  let context: Context | undefined;
  const around: Expression[] = [];
  walkFile(place, {
    enters: (span) => holds(span, offset),
    name: (one, where) => {
      if (!holds(one.span, offset)) return;
      if (use && one.span.start.offset < use.span.start.offset) return;
      use = one;
      context = where;
    },
    expression: (one) => around.push(one),
  });
  if (!use || !context) return literalHover(around.at(-1));
  const hover = describeMeaning(place.world, use, context);
  return hover && { ...hover, span: use.span, valueOf: valuePlace(use, around) };
}

type Described = Pick<Hover, 'signature' | 'paragraphs'>;

function describeMeaning(world: World, use: NameUse, context: Context): Described | undefined {
  const { meaning, name } = use;
  switch (meaning.kind) {
    case 'definitions': {
      const described = meaning.definitions.map((one) => describeDefinition(world, one));
      const [first] = described;
      if (!first) return undefined;
      return {
        signature: described.map(({ signature }) => signature).join('\n'),
        paragraphs: described.flatMap(({ paragraphs }) => paragraphs),
      };
    }
    case 'attribute':
      return describeAttribute(name, meaning, use.position === 'member');
    case 'function': {
      const { signature, documentation } = meaning.callable;
      return { signature, paragraphs: documentation === undefined ? [] : [documentation] };
    }
    case 'type':
      return { signature: `type ${meaning.name}`, paragraphs: [typeDescriptions[meaning.name]] };
    case 'kind': {
      const { description } = bodyShape(meaning.resource);
      return { signature: meaning.resource, paragraphs: description ? [description] : [] };
    }
    case 'word': {
      const text = wordDescriptions[name];
      return text === undefined || context.expected
        ? undefined
        : { signature: name, paragraphs: [text] };
    }
    case 'unknown':
      return undefined;
    default:
      return meaning satisfies never;
  }
}

/** How a definition is declared, in a line, and what is said of it. */
export function describeDefinition(world: World, definition: Definition): Described {
  const { name, documentation } = definition;
  const shape = describeShape(shapeOfDefinition(world, definition));
  const paragraphs = documentation === undefined ? [] : [documentation];
  switch (definition.kind) {
    case 'resource': {
      const kind = kindOf(definition);
      const description = kind ? bodyShape(kind).description : undefined;
      return {
        signature: `${definition.declaration.resourceKind.name} ${name.name}`,
        paragraphs: paragraphs.length > 0 || !description ? paragraphs : [description],
      };
    }
    case 'secret':
      return { signature: `secret ${name.name}`, paragraphs };
    case 'type':
      return {
        signature: `type ${name.name} = ${writeType(definition.declaration.type)}`,
        paragraphs,
      };
    case 'fn':
      return { signature: `fn ${name.name}`, paragraphs };
    case 'use': {
      const { source } = definition.declaration;
      const path = source.parts.map((part) => (part.kind === 'text' ? part.raw : '')).join('');
      return { signature: `use "${path}" as ${name.name}`, paragraphs };
    }
    case 'param':
    case 'let':
    case 'output':
    case 'parameter':
    case 'variable':
    case 'field':
    case 'member':
    case 'it': {
      const word = wordOf[definition.kind];
      return { signature: `${word}${name.name}: ${shape}`, paragraphs };
    }
    default:
      return definition satisfies never;
  }
}

const wordOf = {
  param: 'param ',
  let: 'let ',
  output: 'output ',
  parameter: '(parameter) ',
  variable: '(variable) ',
  field: '(field) ',
  member: '(field) ',
  it: '',
} as const;

function describeAttribute(
  name: string,
  { field, owner }: Extract<Meaning, { kind: 'attribute' }>,
  isMember: boolean,
): Described {
  const shape = field.shape();
  const title = owner === undefined || !isMember ? name : `${owner}.${name}`;
  const optional = field.required || isMember ? '' : '?';
  return {
    signature: `${title}${optional}: ${describeShape(shape)}`,
    paragraphs: attributeParagraphs(field, shape),
  };
}

/** What the documentation says of an attribute: what it is for, its default, what a change does. */
export function attributeParagraphs(field: FieldShape, shape: Shape): string[] {
  const { documentation } = field;
  const { description, defaultText, effect } = shape;
  const about = documentation ?? description;
  return [
    ...(about === undefined ? [] : [about]),
    ...(defaultText === undefined ? [] : [`Default: ${defaultText}.`]),
    ...(effect === undefined ? [] : [effectTexts[effect]]),
  ];
}

const effectTexts = {
  'in-place': 'A change is made in place.',
  replace: 'A change replaces the object.',
} as const;

const typeDescriptions = {
  string: 'Text. `string(/[a-z]+/)` takes only what the pattern matches as a whole.',
  int: 'A whole number. `int(1..20)` takes only those of the range.',
  float: 'A number. `float(0..1)` takes only those of the range.',
  bool: '`true` or `false`.',
  size: 'A number of bytes, such as `512MiB` or `2GB`.',
  duration: 'A time, such as `5s` or `1h30m`.',
  port: 'A port, such as `80` or `53/udp`.',
  ip: 'An IPv4 address, such as `10.0.0.1`.',
  cidr: 'A range of addresses, such as `10.0.0.0/24`.',
  null: 'Nothing.',
} as const;

const wordDescriptions: Readonly<Record<string, string>> = {
  started: 'The container has been started.',
  healthy: 'The `health` of the container has succeeded.',
  completed: 'The container, a job, has ended with exit code 0.',
  embedded: 'The engine of Stowage itself, which needs no daemon.',
  docker: 'The Docker of the current context.',
  podman: 'The Podman of this host, or of its user.',
};

/** Where the value stands that belongs to a name. */
function valuePlace(use: NameUse, around: readonly Expression[]): Span | undefined {
  switch (use.position) {
    case 'expression':
      return use.span;
    case 'member':
      return around.findLast(
        ({ kind, span }) => kind === 'member' && span.end.offset === use.span.end.offset,
      )?.span;
    case 'key': {
      const member = use.object?.members.find(
        (one) => one.kind === 'field' && one.key.span.start.offset === use.span.start.offset,
      );
      return member?.value.span;
    }
    case 'declaration': {
      const [definition] = use.meaning.kind === 'definitions' ? use.meaning.definitions : [];
      if (definition?.kind === 'member') return definition.value.span;
      const declared =
        definition && 'declaration' in definition ? definition.declaration : undefined;
      return declared && 'value' in declared && declared.kind !== 'fn'
        ? declared.value.span
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Of literals with a unit, how much that is. */
function literalHover(expression: Expression | undefined): Hover | undefined {
  if (expression?.kind !== 'literal' || expression.literal !== 'quantity') return undefined;
  const { span, text } = expression;
  return { span, signature: text, paragraphs: [], valueOf: span };
}
