/*
 * What the lexer says of text that it cannot read.
 */
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';

/** Characters that nothing in the language begins with. */
export function describeStrangeCharacters(span: Span, text: string): Diagnostic {
  const semicolon = /^;+$/.test(text);
  return diagnose('unexpected-character', span, {
    summary: `unexpected \`${text.length > 20 ? `${text.slice(0, 20)}…` : text}\``,
    detail: semicolon
      ? 'Statements end with the line.'
      : 'No part of the language is written with it. Strings and comments may hold it.',
    fix: semicolon ? { title: 'remove it', span, text: '' } : undefined,
  });
}

export function describeOpenComment(span: Span): Diagnostic {
  return diagnose('unterminated-comment', span, {
    summary: 'this comment never ends',
    detail: 'A comment that begins with `/*` goes on to the next `*/`, and there is none.',
  });
}

export function describeShellComment(span: Span): Diagnostic {
  return diagnose('unexpected-character', span, {
    summary: 'unexpected `#`',
    detail: 'Comments begin with `//`.',
    fix: { title: 'write `//`', span, text: '//' },
  });
}

export function describeSingleQuotes(span: Span, inside: string): Diagnostic {
  return diagnose('unexpected-character', span, {
    summary: 'strings are written with double quotes',
    fix: {
      title: 'write it with double quotes',
      span,
      text: `"${inside.replace(/"/g, '\\"')}"`,
    },
  });
}

export function describeOpenString(span: Span): Diagnostic {
  return diagnose('unterminated-string', span, {
    summary: 'this string has no closing `"`',
    detail:
      'A string ends on the line it begins on. One of several lines begins and ends with `"""`.',
  });
}

export function describeOpenBlock(span: Span): Diagnostic {
  return diagnose('unterminated-string', span, {
    summary: 'this string has no closing `"""`',
    detail:
      'It ends with `"""` on a line of its own, whose indentation is taken off all its lines.',
  });
}

export function describeOpenInterpolation(span: Span): Diagnostic {
  return diagnose('unterminated-string', span, {
    summary: 'this `${` has no closing `}`',
    detail:
      'It ends on its line. Write `${name}` to put a value into a string, or `\\${` for the two characters.',
  });
}

export function describeTextAfterQuotes(span: Span, plain: string | undefined): Diagnostic {
  return diagnose('string-layout', span, {
    summary: 'the text of a `"""` string begins on the next line',
    detail: 'Nothing but a line break follows the opening `"""`.',
    fix:
      plain === undefined
        ? undefined
        : { title: 'write it as a string of one line', span, text: `"${plain}"` },
  });
}

export function describeTextBeforeQuotes(span: Span): Diagnostic {
  return diagnose('string-layout', span, {
    summary: 'the closing `"""` stands on a line of its own',
    detail: 'Its indentation is taken off every line of the string.',
  });
}

export function describeIndentation(span: Span, closing: Span): Diagnostic {
  return diagnose('string-layout', span, {
    summary: 'this line is indented less than the closing `"""`',
    detail: 'The indentation of the closing `"""` is taken off every line of the string.',
    labels: [{ span: closing, text: 'this much is taken off' }],
  });
}
