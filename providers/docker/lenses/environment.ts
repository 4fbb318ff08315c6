/*
 * Environments as Docker has them, lists of `NAME=value`, and the one variable that it adds.
 */

/**
 * What Docker's builder puts into an image that has no PATH, and Docker gives to processes of a
 * container that has none. It says nothing, so it is taken out again wherever nobody asked for it.
 */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The variables of a list; of two with one name the last counts, and those without `=` mean nothing. */
export function parseEnvironment(list: readonly string[]): Readonly<Record<string, string>> {
  const variables = list
    .filter((entry) => entry.includes('='))
    .map((entry): [string, string] => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    });
  return Object.fromEntries(variables);
}

/** The list of an environment, in order of names. */
export function formatEnvironment(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}

/** An environment without the PATH that Docker adds by itself. */
export function withoutDefaultPath(
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (env['PATH'] !== defaultPath) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'PATH'));
}
