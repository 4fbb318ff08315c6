/*
 * A small pretty-printer after Wadler and Prettier: documents say where lines may break, and each
 * group is printed on one line if it fits and contains no forced break.
 */

export type Doc =
  | string
  | readonly Doc[]
  /** A space, or a new line where the group breaks. */
  | { readonly kind: 'line' }
  /** Nothing, or a new line where the group breaks. */
  | { readonly kind: 'softline' }
  /** A new line, which breaks every group around it. */
  | { readonly kind: 'hardline' }
  | { readonly kind: 'indent'; readonly content: Doc }
  | { readonly kind: 'group'; readonly content: Doc }
  | { readonly kind: 'ifBroken'; readonly content: Doc }
  | { readonly kind: 'ifFlat'; readonly content: Doc }
  /** Prints nothing, and breaks every group around it. */
  | { readonly kind: 'break' }
  /** Text that is printed as it is, with line breaks of its own and spaces at the end of lines. */
  | { readonly kind: 'verbatim'; readonly text: string }
  /** What ends the line it is on, and may stand beyond the width. */
  | { readonly kind: 'comment'; readonly text: string };

export const line: Doc = { kind: 'line' };
export const softline: Doc = { kind: 'softline' };
export const hardline: Doc = { kind: 'hardline' };
export const indent = (content: Doc): Doc => ({ kind: 'indent', content });
export const group = (content: Doc): Doc => ({ kind: 'group', content });
export const ifBroken = (content: Doc): Doc => ({ kind: 'ifBroken', content });
export const ifFlat = (content: Doc): Doc => ({ kind: 'ifFlat', content });
export const forceBreak: Doc = { kind: 'break' };
export const lineComment = (text: string): Doc => ({ kind: 'comment', text });
export const verbatim = (text: string): Doc => ({ kind: 'verbatim', text });

/** Puts a document between all neighbours of a list. */
export function joinDocs(docs: readonly Doc[], separator: Doc): Doc[] {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc]));
}

interface Item {
  readonly doc: Doc;
  readonly indentation: number;
  readonly broken: boolean;
}

const isList = (doc: Doc): doc is readonly Doc[] => Array.isArray(doc);

/** Prints a document within a width, two spaces a level. */
export function printDocument(doc: Doc, width: number): string {
  const lines: string[] = [];
  let current = '';
  /** Spaces before this column belong to the text. */
  let kept = 0;
  const rest: Item[] = [{ doc, indentation: 0, broken: true }];
  const endLine = (): void => {
    lines.push(current.slice(0, kept) + current.slice(kept).trimEnd());
    current = '';
    kept = 0;
  };
  for (let item = rest.pop(); item; item = rest.pop()) {
    const { doc: part, indentation, broken } = item;
    if (typeof part === 'string') current += part;
    else if (isList(part)) {
      for (const child of [...part].reverse()) rest.push({ ...item, doc: child });
    } else {
      switch (part.kind) {
        case 'indent':
          rest.push({ doc: part.content, indentation: indentation + 2, broken });
          break;
        case 'group': {
          const flat = !mustBreak(part.content) && fits(part.content, rest, width - current.length);
          rest.push({ doc: part.content, indentation, broken: !flat });
          break;
        }
        case 'ifBroken':
          if (broken) rest.push({ ...item, doc: part.content });
          break;
        case 'ifFlat':
          if (!broken) rest.push({ ...item, doc: part.content });
          break;
        case 'break':
          break;
        case 'comment':
          current += part.text;
          break;
        case 'verbatim':
          for (const [index, text] of part.text.split('\n').entries()) {
            if (index > 0) endLine();
            current += text;
            if (text !== '') kept = current.length;
          }
          break;
        default:
          if (broken || part.kind === 'hardline') {
            endLine();
            current = ' '.repeat(indentation);
          } else if (part.kind === 'line') {
            current += ' ';
          }
      }
    }
  }
  endLine();
  return lines.join('\n');
}

const forced = new WeakMap<object, boolean>();

/** Whether a document holds a forced line break. */
export function mustBreak(doc: Doc): boolean {
  if (typeof doc === 'string') return false;
  const known = forced.get(doc);
  if (known !== undefined) return known;
  const result = isList(doc)
    ? doc.some(mustBreak)
    : doc.kind === 'hardline' ||
      doc.kind === 'break' ||
      (doc.kind === 'verbatim' && doc.text.includes('\n')) ||
      ((doc.kind === 'indent' || doc.kind === 'group') && mustBreak(doc.content));
  forced.set(doc, result);
  return result;
}

/** Whether a document and what follows it on its line fit into what is left of the line. */
function fits(doc: Doc, following: readonly Item[], width: number): boolean {
  let left = width;
  const stack: Item[] = [{ doc, indentation: 0, broken: false }];
  let after = following.length;
  while (left >= 0) {
    const item = stack.pop() ?? following[--after];
    if (!item) return true;
    const { doc: current, broken } = item;
    if (typeof current === 'string') left -= current.length;
    else if (isList(current)) {
      for (const child of [...current].reverse()) stack.push({ ...item, doc: child });
    } else {
      switch (current.kind) {
        case 'hardline':
        case 'comment':
          return true;
        case 'line':
        case 'softline':
          if (broken) return true;
          if (current.kind === 'line') left -= 1;
          break;
        case 'ifBroken':
          if (broken) stack.push({ ...item, doc: current.content });
          break;
        case 'ifFlat':
          if (!broken) stack.push({ ...item, doc: current.content });
          break;
        case 'break':
          break;
        case 'verbatim':
          left -= current.text.split('\n')[0]?.length ?? 0;
          if (current.text.includes('\n')) return left >= 0;
          break;
        default:
          stack.push({ ...item, doc: current.content });
      }
    }
  }
  return false;
}
