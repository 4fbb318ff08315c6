/*
 * The grammar as text, made from the productions of the parser itself, so that it cannot say anything
 * else than what is read. What only serves messages (ends of items, holes) is left out.
 */
import {
  Alternation,
  Alternative,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  Terminal,
  type IProduction,
  type TokenType,
} from 'chevrotain';
import { stowageGrammar } from '../syntax/index.js';

export interface GrammarRule {
  readonly name: string;
  /** What it is made of: quoted signs, names of rules, and TOKENS in capitals. */
  readonly text: string;
}

/** What the sorts of tokens are that rules name in capitals. */
export const tokenSorts: Readonly<Record<string, string>> = {
  BINARY_OPERATOR:
    'one of `->`, `??`, `||`, `&&`, `==`, `!=`, `<`, `<=`, `>`, `>=`, `is`, `..`, `..<`, `+`, `-`, `*`, `/`, `%`, those that bind most weakly first',
  EOF: 'the end of the file',
  HOST_PREFIX: 'an IPv4 address and `:`, right before a port',
  IDENTIFIER: 'letters, digits and `_`, not beginning with a digit; no word of the language',
  INT: 'digits',
  INTERPOLATION_END: '`}`',
  NAME: 'an identifier, or a word that begins declarations',
  NEWLINE: 'a line break that means something: not after an operator, nor inside parentheses',
  PLAIN_LITERAL:
    '`null`, `true`, `false`, a number, a size, a duration, a port such as `53/udp`, an IPv4 address or subnet',
  PLAIN_STRING: 'a string without interpolations',
  PREFIX_OPERATOR: '`!` or `-`',
  PROPERTY_NAME: 'an identifier, or any word of the language',
  REGEX: 'a regular expression between slashes',
  SEPARATOR: 'a comma or a line break',
  STATEMENT_WORD: '`moved`, `removed` or `import`',
  STRING_END: '`"` or `"""`',
  STRING_START: '`"` or `"""`',
  STRING_TEXT: 'text with escapes: `\\n`, `\\t`, `\\"`, `\\\\`, `\\$`, `\\u0000` and so on',
};

/** Every rule that reads something, in the order in which the parser has them. */
export function grammarRules(): readonly GrammarRule[] {
  const productions = Object.values(stowageGrammar().getGAstProductions());
  const bodies = new Map(productions.map((rule) => [rule.name, rule.definition]));
  /** Rules that read nothing are there for messages only. */
  const isEmpty = (name: string, seen = new Set<string>()): boolean => {
    if (seen.has(name)) return true;
    seen.add(name);
    return (bodies.get(name) ?? []).every((one) => readsNothing(one, seen));
  };
  const readsNothing = (one: IProduction, seen: Set<string>): boolean => {
    if (one instanceof Terminal) return one.terminalType.name === 'Never';
    if (one instanceof NonTerminal) return isEmpty(one.nonTerminalName, seen);
    return partsOf(one).every((inner) => readsNothing(inner, seen));
  };
  const write = (items: readonly IProduction[]): string =>
    items
      .filter((one) => !readsNothing(one, new Set()))
      .map(writeOne)
      .join(' ');
  const grouped = (items: readonly IProduction[], sign: string): string => {
    const text = write(items);
    return /^\S+$/.test(text) || unwrapped(text) !== text ? `${text}${sign}` : `(${text})${sign}`;
  };
  const writeOne = (one: IProduction): string => {
    if (one instanceof Terminal) return tokenText(one.terminalType);
    if (one instanceof NonTerminal) return one.nonTerminalName;
    if (one instanceof Alternation) {
      const all = one.definition
        .map((inner) => write(partsOf(inner)))
        .filter((text) => text !== '');
      return all.length === 1 ? (all[0] ?? '') : `(${[...new Set(all)].join(' | ')})`;
    }
    if (one instanceof Option) return grouped(one.definition, '?');
    if (one instanceof RepetitionMandatory) return grouped(one.definition, '+');
    if (one instanceof Repetition) return grouped(one.definition, '*');
    if (one instanceof RepetitionWithSeparator || one instanceof RepetitionMandatoryWithSeparator) {
      const item = write(one.definition);
      const all = `${item} (${tokenText(one.separator)} ${item})*`;
      return one instanceof RepetitionWithSeparator ? `(${all})?` : all;
    }
    const parts = partsOf(one);
    if (parts.length > 0) return write(parts);
    throw new Error('the parser has a production of an unknown sort');
  };
  return productions
    .filter(({ name }) => !isEmpty(name))
    .map(({ name, definition }) => ({ name, text: unwrapped(write(definition)) }));
}

/** What a production is made of. */
const partsOf = (one: IProduction): readonly IProduction[] =>
  one instanceof Alternation ||
  one instanceof Alternative ||
  one instanceof Option ||
  one instanceof Repetition ||
  one instanceof RepetitionMandatory ||
  one instanceof RepetitionWithSeparator ||
  one instanceof RepetitionMandatoryWithSeparator
    ? one.definition
    : [];

/** Signs and words are quoted; sorts of tokens stand by their names in capitals. */
function tokenText({ name, LABEL, PATTERN }: TokenType): string {
  const [, sign] = /^`(.*)`$/.exec(LABEL ?? '') ?? [];
  if (sign !== undefined && !/ /.test(sign)) return `'${sign}'`;
  if (typeof PATTERN === 'string') return `'${PATTERN}'`;
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/** Without parentheses around the whole. */
function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    depth += text[index] === '(' ? 1 : text[index] === ')' ? -1 : 0;
    if (depth === 0 && index < text.length - 1) return text;
  }
  return text.slice(1, -1);
}
