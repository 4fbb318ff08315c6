/*
 * Text of others within a line of Markdown. Whatever could be markup there, of Markdown or of HTML, or
 * a mention or reference of a forge, is written as a character reference, which CommonMark never takes
 * for markup. What means something only where a line begins is left: no such text is put there.
 */
import { visibleInLine } from '../terminal/terminal.js';

const markup = /[&<>"`*_~[\]#|\\$@]/g;

/** What forges make a link of, by a sign before a name or a number. */
const references = /[@#!$~%&]/;

const reference = (character: string): string => `&#${character.codePointAt(0) ?? 0};`;

/** A text that stays in its line and is shown as it is, whatever stands in it. */
export function escapeMarkdown(text: string): string {
  // Addresses would become links.
  const unlinked = /:(?=\/\/)|(?<=\bwww)\./gi;
  return visibleInLine(text)
    .replaceAll('\t', ' ')
    .replace(markup, (found) => reference(found))
    .replace(unlinked, (found) => reference(found));
}

/** The same as code. The element, not backticks: those could not be escaped within it. */
export const markdownCode = (text: string): string =>
  text === '' ? '' : `<code>${escapeMarkdown(text)}</code>`;

/** A sentence with names in it: as prose where no forge would find a reference in it, else as code. */
export const markdownSentence = (text: string): string =>
  references.test(text) ? markdownCode(text) : escapeMarkdown(text);
