// The links of a Markdown page to other files of the repository: each leads to a file that is
// there. Links to other sites are not followed, and headings are not looked for.

import { posix } from 'node:path';

/**
 * @param {string} path of the page
 * @param {string} text
 * @param {ReadonlySet<string>} files of the repository
 * @returns {string[]} one sentence for each link that leads nowhere
 */
export function deadLinks(path, text, files) {
  const withoutCode = text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');
  const targets = [...withoutCode.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(
    ([, to]) => to ?? '',
  );
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => posix.join(posix.dirname(path), target).replace(/\/$/, ''))
    .filter(
      (target) => !files.has(target) && ![...files].some((file) => file.startsWith(`${target}/`)),
    )
    .map((target) => `${path}: links to ${target}, which is not there`);
}
