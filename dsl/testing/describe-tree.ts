/*
 * Tokens and trees as text for goldens: one token or node a line, with its place, so that a change of
 * the grammar is seen in review. Knows no node in particular: whatever a tree holds is shown.
 */
import type { Span } from '../../model/index.js';
import { readTokens, type Parsed } from '../syntax/index.js';

/** The tokens and comments of a file, in order. */
export function describeTokens(path: string, text: string): string {
  const lines = readTokens(path, text).map(
    ({ kind, text: image, span }) => `${range(span)} ${kind} ${JSON.stringify(image)}\n`,
  );
  return lines.join('');
}

/** The tree of a file. */
export function describeTree({ tree }: Parsed): string {
  return tree.declarations
    .flatMap((one) => nodeLines(one, '', ''))
    .map((line) => `${line}\n`)
    .join('');
}

const isSpan = (value: unknown): value is Span =>
  typeof value === 'object' && value !== null && 'file' in value && 'start' in value;

const range = ({ start, end }: Span): string =>
  start.line === end.line
    ? `${start.line}:${start.column}-${end.column}`
    : `${start.line}:${start.column}-${end.line}:${end.column}`;

function nodeLines(node: object, label: string, indent: string): readonly string[] {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(node);
  const words = entries.flatMap(([key, value]) => {
    if (key === 'kind') return [String(value)];
    if (value === true) return [key];
    if (typeof value !== 'string') return [];
    return [`${key}=${JSON.stringify(value)}`];
  });
  const span = entries.find(([key]) => key === 'span')?.[1];
  const place = isSpan(span) ? [range(span)] : [];
  const head = `${indent}${label}${[...words, ...place].join(' ')}`.trimEnd();
  const inner = entries.flatMap(([key, value]): readonly string[] => {
    if (key === 'span' || typeof value !== 'object' || value === null) return [];
    const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
    return parts.flatMap((part) =>
      typeof part === 'object' && part !== null ? nodeLines(part, `${key}: `, `${indent}  `) : [],
    );
  });
  return [head, ...inner];
}
