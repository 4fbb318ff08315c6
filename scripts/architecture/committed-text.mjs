// What no committed file may hold: paths of one machine, and the addresses of the registries that
// packages happened to come from. Such text works for one reader and misleads every other.

/** @type {readonly { pattern: RegExp, what: string }[]} */
const forbidden = [
  { pattern: /(?<![\w.-])\/(?:work|home\/\w+|Users\/\w+)\//, what: 'a path of one machine' },
  { pattern: /"resolved":/, what: 'where a package came from' },
  { pattern: /registry\.npmjs\.org|npmmirror|artifactory|\bjfrog\b/i, what: 'a registry' },
  { pattern: /^\s*(?:\/\/\S+:)?_(?:auth|authToken|password)\s*=/m, what: 'a credential' },
];

/** The files that name these in order to forbid them. */
const exempt = /^scripts\/architecture\//;

/**
 * @param {string} path
 * @param {string} text
 * @returns {string[]} one sentence for each forbidden thing
 */
export function textViolations(path, text) {
  if (exempt.test(path)) return [];
  return forbidden.flatMap(({ pattern, what }) => {
    const match = pattern.exec(text);
    if (match === null) return [];
    const line = text.slice(0, match.index).split('\n').length;
    return [`${path}:${line}: holds ${what}: ${match[0].trim()}`];
  });
}
