/*
 * The vocabulary: every type of token. Resource kinds are plain identifiers, and the words that begin
 * declarations are names everywhere else, so that a new kind or declaration never takes a name away
 * from anybody. The lexer makes the tokens; the parser knows them by these types.
 */
import { createToken, Lexer, type IToken, type TokenType } from 'chevrotain';

const all: TokenType[] = [];
function token(name: string, label?: string, ...categories: TokenType[]): TokenType {
  const type = createToken({ name, pattern: Lexer.NA, categories, ...(label && { label }) });
  all.push(type);
  return type;
}
const labelOf = (text: string): string => `\`${text}\``;

// Categories.
/** May stand before `:` in an object and after a dot: identifiers and every word. */
export const PropertyName = token('PropertyName', 'a name');
/** May be declared and referred to: identifiers and contextual words. */
export const Name = token('Name', 'a name', PropertyName);
/** Every operator between two operands. */
export const BinaryOperator = token('BinaryOperator', 'an operator');
/** Every operator before an operand. */
export const PrefixOperator = token('PrefixOperator', 'an operator');
/** Literals whose text is their meaning. */
export const PlainLiteral = token('PlainLiteral', 'a value');
/** Between the items of an object or a list. */
export const Separator = token('Separator', 'a comma or a new line');
/** Between the key and the value of a field: `:`, and `=`, which is reported. */
export const FieldBinder = token('FieldBinder', '`:`');
/** Between a name and its value: `=`, and `:` where no type follows, which is reported. */
export const ValueBinder = token('ValueBinder', '`=`');
/** Makes a type optional. */
export const OptionalMark = token('OptionalMark', '`?`');
/** Ends `secret<T>`. */
export const TypeCloser = token('TypeCloser', '`>`');
/** `moved`, `removed` and `import`. */
export const StatementWord = token('StatementWord', 'a statement');

export const Newline = token('Newline', 'the end of the line', Separator);
/** A regular expression; only ever right after `string(`. */
export const Regex = token('Regex', 'a regular expression');

/** A whole string on one line without interpolations. */
export const PlainString = token('PlainString', 'a string');
// A string with interpolations, or of several lines, or a broken one comes in parts.
export const StringStart = token('StringStart', 'a string');
export const StringText = token('StringText');
export const StringEnd = token('StringEnd', 'the end of the string');
export const InterpolationStart = token('InterpolationStart', '`${`');
export const InterpolationEnd = token('InterpolationEnd', '`}` after the interpolation');

const literal = (name: string): TokenType => token(name, 'a value', PlainLiteral);
export const Cidr = literal('Cidr');
export const Ip = literal('Ip');
export const Port = literal('Port');
export const Float = literal('Float');
/** A number with a unit, known or not. */
export const Quantity = literal('Quantity');
export const Int = literal('Int');
/** `127.0.0.1:` right before a port: it binds that port, which may be an expression, to an address. */
export const HostPrefix = token('HostPrefix', 'a value');

export const Identifier = token('Identifier', 'a name', Name);

/** The words of the language. */
export const words = new Map<string, TokenType>();
function word(text: string, ...categories: TokenType[]): TokenType {
  const type = token(`word ${text}`, labelOf(text), ...categories);
  words.set(text, type);
  return type;
}
export const Stack = word('stack', Name);
export const Param = word('param', Name);
export const Let = word('let', Name);
export const Output = word('output', Name);
export const Engine = word('engine', Name);
export const Secret = word('secret', Name);
export const TypeWord = word('type', Name);
export const Fn = word('fn', Name);
export const Use = word('use', Name);
export const As = word('as', Name);
export const Check = word('check', Name);
export const Test = word('test', Name);
export const Assert = word('assert', Name);
export const Moved = word('moved', Name, StatementWord);
export const Removed = word('removed', Name, StatementWord);
export const Import = word('import', Name, StatementWord);
export const Where = word('where', Name);
export const True = word('true', PropertyName, PlainLiteral);
export const False = word('false', PropertyName, PlainLiteral);
export const Null = word('null', PropertyName, PlainLiteral);
export const For = word('for', PropertyName);
export const If = word('if', PropertyName);
export const In = word('in', PropertyName);
export const Is = word('is', PropertyName, BinaryOperator);
/** The length of the longest word. */
export const longestWord = 7;

/** Operators and punctuation. */
export const signs = new Map<string, TokenType>();
function sign(text: string, ...categories: TokenType[]): TokenType {
  const type = token(`sign ${text}`, labelOf(text), ...categories);
  signs.set(text, type);
  return type;
}
export const Ellipsis = sign('...');
sign('..<', BinaryOperator);
sign('..', BinaryOperator);
sign('->', BinaryOperator);
sign('==', BinaryOperator);
sign('!=', BinaryOperator);
sign('<=', BinaryOperator);
sign('>=', BinaryOperator);
export const AndAnd = sign('&&', BinaryOperator);
export const OrOr = sign('||', BinaryOperator);
export const Coalesce = sign('??', BinaryOperator, OptionalMark);
export const Less = sign('<', BinaryOperator);
export const Greater = sign('>', BinaryOperator, TypeCloser);
sign('+', BinaryOperator);
export const Minus = sign('-', BinaryOperator, PrefixOperator);
sign('*', BinaryOperator);
export const Slash = sign('/', BinaryOperator);
sign('%', BinaryOperator);
export const Not = sign('!', PrefixOperator);
export const Bar = sign('|');
export const SafeDot = sign('?.');
export const Question = sign('?', OptionalMark);
export const Colon = sign(':', FieldBinder);
export const Equals = sign('=', FieldBinder, ValueBinder);
export const Dot = sign('.');
export const Comma = sign(',', Separator);
export const LeftBrace = sign('{');
export const RightBrace = sign('}');
export const LeftBracket = sign('[');
export const RightBracket = sign(']');
export const LeftParen = sign('(');
export const RightParen = sign(')');
/** The `>` that ends `secret<T>`: no operand follows it. The layout makes it. */
export const TypeEnd = token('TypeEnd', '`>`', TypeCloser);
/** A `:` where a declaration binds with `=`; the layout makes it of a colon that no `=` follows. */
export const BindingColon = token('BindingColon', '`=`', ValueBinder);

export const openers: ReadonlySet<TokenType> = new Set([
  LeftBrace,
  LeftBracket,
  LeftParen,
  InterpolationStart,
]);
export const closers: ReadonlySet<TokenType> = new Set([
  RightBrace,
  RightBracket,
  RightParen,
  InterpolationEnd,
]);

/** All token types, as the parser needs them. */
export const vocabulary: readonly TokenType[] = all;

/** Makes a token; `end` is the offset after its last character. */
export function makeToken(type: TokenType, image: string, start: number, end: number): IToken {
  return {
    image,
    startOffset: start,
    endOffset: end - 1,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
    tokenType: type,
  };
}

/** The offset after a token's last character. */
export const endOfToken = ({ endOffset, startOffset }: IToken): number =>
  (endOffset ?? startOffset - 1) + 1;
