/*
 * Where the cursor is. A word that nobody would write is put in at the cursor, and the declaration
 * around it is parsed by itself: what the word turns out to be is what may be written there. The rest
 * of the file is not parsed again, so that this costs the same in a long file.
 */
import type { Expression, Parsed, StringLiteral } from '../../syntax/index.js';
import { parse } from '../../syntax/index.js';
import type { Context, NameUse } from '../meaning.js';
import { walkFile } from '../walk.js';
import { holds, type Place } from '../world.js';

const marker = 'cursorIsHere_';

export type Site =
  | {
      readonly kind: 'name';
      readonly use: NameUse;
      readonly context: Context;
      readonly around: readonly Expression[];
      /** A key without a value, as far as it is written. */
      readonly isBare?: boolean;
    }
  | {
      readonly kind: 'string';
      readonly literal: StringLiteral;
      /** The text between the quotes before the cursor. */
      readonly before: string;
      readonly context: Context;
      readonly around: readonly Expression[];
    }
  /** At the beginning of a line outside of everything. */
  | { readonly kind: 'top' }
  /** Behind the head of a resource or a module. */
  | { readonly kind: 'clauses' }
  | { readonly kind: 'nothing' };

export interface Located {
  readonly site: Site;
  /** The word that is being written, up to the cursor. */
  readonly prefix: string;
  /** The declaration around the cursor, parsed with the marker in it. */
  readonly chunk: Parsed;
}

/** Finds out where an offset is. */
export function locate(place: Place, offset: number): Located {
  const { file } = place;
  const { text, path } = file.source;
  const [start, end] = chunkAround(file, offset);
  const before = text.slice(start, offset);
  const after = text.slice(offset, end);
  const chunk = parse(path, `${before}${marker}${after}`);
  const prefix = /[A-Za-z_]\w*$/.exec(before)?.[0] ?? '';
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (isInComment(chunk, before.length)) return { site: { kind: 'nothing' }, prefix, chunk };
  const site = findSite({ ...place, file: chunk }, before.length);
  if (site) return { site, prefix, chunk };
  // A key that no value follows yet is seen as one when it has got one.
  const keyed = parse(path, `${before}${marker}: 0${after}`);
  const key = findSite({ ...place, file: keyed }, before.length);
  if (key?.kind === 'name' && key.use.position === 'key') {
    return { site: { ...key, isBare: true }, prefix, chunk: keyed };
  }
  return { site: siteByLine(line), prefix, chunk };
}

/** The text from the beginning of the declaration around an offset to the next one. */
function chunkAround({ tree, source }: Parsed, offset: number): readonly [number, number] {
  const { declarations } = tree;
  // A cursor right at the beginning of a declaration's first word is in that declaration.
  const next = declarations.findIndex(({ span }) => span.start.offset > offset);
  const index = (next === -1 ? declarations.length : next) - 1;
  const start = declarations[index]?.span.start.offset ?? 0;
  const end = next === -1 ? source.text.length : declarations[next]?.span.start.offset;
  return [Math.min(start, offset), end ?? source.text.length];
}

const isInComment = ({ comments }: Parsed, offset: number): boolean =>
  comments.some(({ start, end }) => start < offset && offset < end);

function findSite(place: Place, offset: number): Site | undefined {
  let site: Site | undefined;
  const around: Expression[] = [];
  walkFile(place, {
    enters: (span) => holds(span, offset),
    name: (use, context) => {
      if (use.name.includes(marker)) site = { kind: 'name', use, context, around: [...around] };
    },
    expression: (expression, context) => {
      around.push(expression);
      if (expression.kind !== 'string') return;
      const before = textBefore(expression);
      if (before === undefined) return;
      site = { kind: 'string', literal: expression, before, context, around: [...around] };
    },
  });
  if (site?.kind !== 'name') return site;
  const { position, meaning } = site.use;
  // The first word of what reads like a declaration.
  if (position === 'kind' && meaning.kind === 'unknown') return { kind: 'top' };
  return site;
}

function textBefore({ parts }: StringLiteral): string | undefined {
  const part = parts.find((one) => one.kind === 'text' && one.raw.includes(marker));
  return part?.kind === 'text' ? part.raw.slice(0, part.raw.indexOf(marker)) : undefined;
}

/** What cannot be seen in the tree, from the text of the line before the cursor. */
function siteByLine(line: string): Site {
  if (/^\w*$/.test(line)) return { kind: 'top' };
  const isHead = /^(?:[a-z]+\s+[A-Za-z_]\w*|use\s+"[^"]*"\s+as\s+[A-Za-z_]\w*)\s+\w*$/.test(line);
  const isOther = /^(?:stack|param|let|type|fn|output|secret|engine|check|test)\s/.test(line);
  return isHead && !isOther ? { kind: 'clauses' } : { kind: 'nothing' };
}
