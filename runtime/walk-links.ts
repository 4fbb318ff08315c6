/*
 * Symbolic links followed inside a root: an absolute one begins there again, and `..` stops at it. What is
 * at a path is asked of whoever knows.
 */

/** As many as the kernel follows (`MAXSYMLINKS` in include/linux/namei.h). */
const mostLinks = 40;

/**
 * The path below the root that a path leads to, without a slash in front; `undefined` where it has more links
 * in it than the kernel would follow.
 * @param linkAt what the link at a path says; `undefined` for what is no link, or is not there
 */
export async function walkLinks(
  path: string,
  linkAt: (path: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const todo = path.split('/').reverse();
  const done: string[] = [];
  let links = 0;
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    const target = await linkAt([...done, part].join('/'));
    if (target === undefined) {
      done.push(part);
      continue;
    }
    links += 1;
    if (links > mostLinks) return undefined;
    if (target.startsWith('/')) done.length = 0;
    todo.push(...target.split('/').reverse());
  }
  return done.join('/');
}
