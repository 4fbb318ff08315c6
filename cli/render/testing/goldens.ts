/* Comparing what is printed with the goldens of this folder, and what shows it without colour. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { Style } from '../../terminal/terminal.js';

const goldens = join(process.cwd(), 'cli/render/goldens');

/** A terminal without colour. */
export const plain = { style: (_style: Style, text: string): string => text };

/** Numbers content keys by their first appearance: goldens are not about how keys are made. */
function withoutKeys(text: string): string {
  const keys: string[] = [];
  return text.replace(/:[0-9a-f]{16}\b/g, (key) => {
    if (!keys.includes(key)) keys.push(key);
    return `:key-${keys.indexOf(key) + 1}`;
  });
}

/** Compares with a golden, or writes it anew. */
export function matches(t: Test, name: string, printed: string): void {
  const text = withoutKeys(printed);
  const path = join(goldens, name);
  if (process.env['STOWAGE_UPDATE_GOLDENS'] === '1') {
    mkdirSync(goldens, { recursive: true });
    writeFileSync(path, text);
  }
  t.equal(text, readFileSync(path, 'utf8'), name);
}
