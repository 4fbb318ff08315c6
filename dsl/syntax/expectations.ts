/*
 * What an error of the parser carries instead of a message: the label of what was expected, or
 * nothing. The sentence around it is made in `syntax-errors.ts`.
 */
import type { IParserErrorMessageProvider } from 'chevrotain';
import * as t from './tokens.js';

export const expectationProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, previous, ruleName }) => {
    const isFirst = previous.tokenType === t.LeftParen;
    switch (ruleName) {
      case 'callArguments':
        return isFirst ? 'a value or `)`' : '`,` or `)`';
      case 'braces':
        return expected === t.RightBrace ? 'a field or `}`' : '`{`';
      case 'parameters':
        return isFirst ? 'a parameter or `)`' : '`,` or `)`';
      case 'bracesType':
        return expected === t.RightBrace ? 'a field or `}`' : '`{`';
      case 'list':
        return 'a value or `]`';
      default:
        return expected.LABEL ?? expected.name;
    }
  },
  buildNotAllInputParsedMessage: () => 'a declaration',
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? '',
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? '',
};
