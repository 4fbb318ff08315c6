/*
 * Patterns of paths: `*` for anything but `/`, `**` for anything, `?` for one character but `/`. They
 * are matched piece by piece from the left, which never has to go back over more than one `*`.
 */

type Piece = 'any' | 'segment' | 'one' | { readonly text: string };

/** Whether paths match a pattern. */
export function globPattern(pattern: string): (path: string) => boolean {
  const pieces = Array.from(pattern.matchAll(/\*\*\/?|\*|\?|[^*?]+/g), ([text]): Piece => {
    if (text.startsWith('**')) return 'any';
    return text === '*' ? 'segment' : text === '?' ? 'one' : { text };
  });
  return (path) => matches(pieces, path);
}

/** Follows all ways through the pattern at once: the pieces that can come next at each place. */
function matches(pieces: readonly Piece[], path: string): boolean {
  let places = new Set([0]);
  // The places that wait for a text to end, by the offset at which it does.
  const waiting = new Map<number, number[]>();
  for (let at = 0; at <= path.length; at++) {
    for (const place of waiting.get(at) ?? []) places.add(place);
    const next = new Set<number>();
    // A set grows while it is gone through, and what is added comes up, too.
    for (const place of places) {
      const piece = pieces[place];
      if (piece === undefined) continue;
      if (piece === 'any' || piece === 'segment') {
        places.add(place + 1);
        if (piece === 'any' || path[at] !== '/') next.add(place);
      } else if (piece === 'one') {
        if (path[at] !== '/') next.add(place + 1);
      } else if (path.startsWith(piece.text, at)) {
        const end = at + piece.text.length;
        waiting.set(end, [...(waiting.get(end) ?? []), place + 1]);
      }
    }
    if (at === path.length) return places.has(pieces.length);
    places = next;
  }
  return false;
}
