/*
 * From a text to what it became: where a place of the old text is in the new one. The difference is
 * taken as one edit, from where the texts begin to differ to where they end to.
 */
export interface Shift {
  /** Where an offset of the old text is in the new one; nothing where it was edited away. */
  forward(offset: number): number | undefined;
  /** Where an offset of the new text was in the old one; nothing where it was not. */
  back(offset: number): number | undefined;
}

const nowhere: Shift = { forward: (offset) => offset, back: (offset) => offset };

/** The shift between two texts. */
export function shiftBetween(before: string, after: string): Shift {
  if (before === after) return nowhere;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same += 1;
  }
  const move = (offset: number, from: number, to: number): number | undefined => {
    if (offset <= start) return offset;
    return offset >= from - same ? offset + to - from : undefined;
  };
  return {
    forward: (offset) => move(offset, before.length, after.length),
    back: (offset) => move(offset, after.length, before.length),
  };
}
