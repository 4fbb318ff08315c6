/* Patterns in `${name#pattern}` and its like: `*` and `?`, and a backslash before what means itself. */

/** The source of a regular expression, which matches as much as it can or as little. */
export function shellPattern(pattern: string, greedy: boolean): string {
  let source = '';
  let escaped = false;
  for (const character of pattern) {
    if (escaped) source += literal(character);
    else if (character === '\\') {
      escaped = true;
      continue;
    } else if (character === '*') source += greedy ? '.*' : '.*?';
    else if (character === '?') source += '.';
    else source += literal(character);
    escaped = false;
  }
  return escaped ? `${source}\\\\` : source;
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
