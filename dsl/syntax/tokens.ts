/*
 * The vocabulary: every token type, in the order in which the lexer tries them.
 * Resource kinds are plain identifiers, and the words that begin declarations are names everywhere
 * else, so that a new kind or declaration never takes a name away from anybody.
 */
import {
  createToken,
  createTokenInstance,
  Lexer,
  type IToken,
  type ITokenConfig,
  type TokenType,
} from 'chevrotain';
import { matchRegex, matchString, matchUnfinishedComment } from './custom-patterns.js';

const all: TokenType[] = [];
function token(config: ITokenConfig): TokenType {
  const type = createToken(config);
  all.push(type);
  return type;
}

/** May stand before `:` in an object and after a dot: identifiers and every word. */
export const PropertyName = token({ name: 'PropertyName', pattern: Lexer.NA, label: 'a name' });
/** May be declared and referred to: identifiers and contextual words. */
export const Name = token({
  name: 'Name',
  pattern: Lexer.NA,
  label: 'a name',
  categories: PropertyName,
});
/** Every operator between two operands. */
export const BinaryOperator = token({
  name: 'BinaryOperator',
  pattern: Lexer.NA,
  label: 'an operator',
});
/** Literals whose text is their meaning. */
export const PlainLiteral = token({ name: 'PlainLiteral', pattern: Lexer.NA, label: 'a value' });

/** Never in any text: what a rule offers beside a gate that has to hold. */
export const Never = token({ name: 'Never', pattern: Lexer.NA });

export const Newline = token({
  name: 'Newline',
  pattern: /\r?\n/,
  line_breaks: true,
  label: 'the end of the line',
});
token({ name: 'Space', pattern: /[ \t\r\uFEFF]+/, group: Lexer.SKIPPED });
token({ name: 'LineComment', pattern: /\/\/[^\n\r]*/, group: 'comments' });
token({
  name: 'BlockComment',
  pattern: /\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//,
  group: 'comments',
  line_breaks: true,
});
export const UnfinishedComment = token({
  name: 'UnfinishedComment',
  pattern: { exec: matchUnfinishedComment },
  start_chars_hint: ['/'],
  group: 'comments',
  line_breaks: true,
});
/** A regular expression; only ever right after `string(`. */
export const Regex = token({
  name: 'Regex',
  pattern: { exec: matchRegex },
  start_chars_hint: ['/'],
  line_breaks: false,
  label: 'a regular expression',
});
/** Not our comment: reported, and read as one. */
export const HashComment = token({ name: 'HashComment', pattern: /#[^\n\r]*/, group: 'comments' });

/** A whole string, interpolations included; taken apart after the lexer. */
export const RawString = token({
  name: 'RawString',
  pattern: { exec: matchString },
  start_chars_hint: ['"'],
  line_breaks: false,
  label: 'a string',
});
/** Not our string: reported, and read as one. */
export const SingleQuoted = token({
  name: 'SingleQuoted',
  pattern: /'[^'\n\r]*'?/,
  label: 'a string',
});

const literal = { categories: PlainLiteral, label: 'a value' };
const address = String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`;
export const Cidr = token({ name: 'Cidr', pattern: new RegExp(`${address}/\\d+`), ...literal });
/** `127.0.0.1:` right before a port: it binds that port, which may be an expression, to an address. */
export const HostPrefix = token({
  name: 'HostPrefix',
  pattern: new RegExp(`${address}:(?=[\\w(])`),
  label: 'a value',
});
export const Ip = token({ name: 'Ip', pattern: new RegExp(address), ...literal });
export const Port = token({ name: 'Port', pattern: /\d+\/(?:tcp|udp)(?!\w)/, ...literal });
export const Float = token({
  name: 'Float',
  pattern: /\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)(?![\w])/,
  ...literal,
});
/** A number with a unit, known or not. */
export const Quantity = token({
  name: 'Quantity',
  pattern: /\d+(?:\.\d+)?[A-Za-z_]\w*/,
  ...literal,
});
export const Int = token({ name: 'Int', pattern: /\d+/, ...literal });

// Inside strings; the lexer never makes these, the expansion of strings does.
const inString = { pattern: Lexer.NA };
export const StringStart = token({ name: 'StringStart', ...inString, label: 'a string' });
export const StringText = token({ name: 'StringText', ...inString });
export const StringEnd = token({ name: 'StringEnd', ...inString, label: 'the end of the string' });
export const InterpolationStart = token({ name: 'InterpolationStart', ...inString });
export const InterpolationEnd = token({
  name: 'InterpolationEnd',
  ...inString,
  label: '`}` after the interpolation',
});

export const Identifier = createToken({
  name: 'Identifier',
  pattern: /[A-Za-z_]\w*/,
  label: 'a name',
  categories: Name,
});
const word = (name: string, pattern: RegExp, ...categories: TokenType[]) =>
  token({ name, pattern, longer_alt: Identifier, categories, label: `\`${pattern.source}\`` });
export const Stack = word('Stack', /stack/, Name);
export const Param = word('Param', /param/, Name);
export const Let = word('Let', /let/, Name);
export const Output = word('Output', /output/, Name);
export const Engine = word('Engine', /engine/, Name);
export const Secret = word('Secret', /secret/, Name);
export const TypeWord = word('TypeWord', /type/, Name);
export const Fn = word('Fn', /fn/, Name);
export const Use = word('Use', /use/, Name);
export const Check = word('Check', /check/, Name);
export const Test = word('Test', /test/, Name);
// Before `as`, which it begins with.
export const Assert = word('Assert', /assert/, Name);
export const As = word('As', /as/, Name);
export const Moved = word('Moved', /moved/, Name);
export const Removed = word('Removed', /removed/, Name);
export const Import = word('Import', /import/, Name);
export const Where = word('Where', /where/, Name);
export const True = word('True', /true/, PropertyName, PlainLiteral);
export const False = word('False', /false/, PropertyName, PlainLiteral);
export const Null = word('Null', /null/, PropertyName, PlainLiteral);
export const For = word('For', /for/, PropertyName);
export const If = word('If', /if/, PropertyName);
export const In = word('In', /in/, PropertyName);
export const Is = word('Is', /is/, PropertyName, BinaryOperator);
all.push(Identifier);

const sign = (name: string, text: string, ...categories: TokenType[]) =>
  token({ name, pattern: text, categories, label: `\`${text}\`` });
export const Ellipsis = sign('Ellipsis', '...');
sign('RangeExclusive', '..<', BinaryOperator);
sign('RangeInclusive', '..', BinaryOperator);
sign('Arrow', '->', BinaryOperator);
sign('EqualEqual', '==', BinaryOperator);
sign('NotEqual', '!=', BinaryOperator);
sign('LessEqual', '<=', BinaryOperator);
sign('GreaterEqual', '>=', BinaryOperator);
export const AndAnd = sign('AndAnd', '&&', BinaryOperator);
export const OrOr = sign('OrOr', '||', BinaryOperator);
export const Coalesce = sign('Coalesce', '??', BinaryOperator);
export const Less = sign('Less', '<', BinaryOperator);
export const Greater = sign('Greater', '>', BinaryOperator);
sign('Plus', '+', BinaryOperator);
export const Minus = sign('Minus', '-', BinaryOperator);
sign('Star', '*', BinaryOperator);
sign('Slash', '/', BinaryOperator);
sign('Percent', '%', BinaryOperator);
export const Not = sign('Not', '!');
export const Bar = sign('Bar', '|');
export const SafeDot = sign('SafeDot', '?.');
export const Question = sign('Question', '?');
export const Colon = sign('Colon', ':');
/** A `:` where a declaration binds with `=`; the layout makes it of a colon that no `=` follows. */
export const BindingColon = token({ name: 'BindingColon', pattern: Lexer.NA, label: '`=`' });
export const Equals = sign('Equals', '=');
export const Dot = sign('Dot', '.');
export const Comma = sign('Comma', ',');
export const LeftBrace = sign('LeftBrace', '{');
export const RightBrace = sign('RightBrace', '}');
export const LeftBracket = sign('LeftBracket', '[');
export const RightBracket = sign('RightBracket', ']');
export const LeftParen = sign('LeftParen', '(');
export const RightParen = sign('RightParen', ')');

/** All token types, as the lexer and the parser need them. */
export const vocabulary: readonly TokenType[] = all;

/** Stands for a token of which only image and place are known. */
export const noToken: IToken = createTokenInstance(Newline, '', -1, -1, -1, -1, -1, -1);
