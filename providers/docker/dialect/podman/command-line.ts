/*
 * The command line by which somebody has made a container with Podman's own command, as Podman keeps it,
 * taken apart at its options. What stands after them, the image and its command, is told elsewhere.
 */

export type Option = readonly [name: string, value: string];

/** Options of `podman create` and `podman run` without a value, which `=` alone can give them. */
const flags = new Set(
  (
    'detach disable-content-trust env-host http-proxy init interactive no-healthcheck no-hostname no-hosts ' +
    'oom-kill-disable passwd privileged publish-all quiet read-only read-only-tmpfs replace rm rmi rootfs ' +
    'sig-proxy tls-verify tty'
  ).split(' '),
);
const shortFlags: Readonly<Record<string, string>> = {
  d: 'detach',
  i: 'interactive',
  P: 'publish-all',
  q: 'quiet',
  t: 'tty',
};
/** Those of the short ones with a value that are looked at. */
const shortNames: Readonly<Record<string, string>> = { v: 'volume' };

/** The options of a command line, in their order, by their long names without the dashes. */
export function optionsOf(command: readonly string[]): readonly Option[] {
  const verb = command.findIndex((word) => word === 'create' || word === 'run');
  const options: Option[] = [];
  const words = verb < 0 ? [] : command.slice(verb + 1);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--' || !/^-./.test(word)) break;
    const [, name, value] = /^--([^=]+)(?:=([^]*))?$/.exec(word) ?? [];
    if (name === undefined) options.push(...shortOptions(word.slice(1), words));
    else if (value !== undefined) options.push([name, value]);
    else options.push([name, flags.has(name) ? 'true' : (words.shift() ?? '')]);
  }
  return options;
}

/** A word of letters, such as `dit` or `p80`; the last may take the next word for its value. */
function shortOptions(letters: string, rest: string[]): readonly Option[] {
  const options: Option[] = [];
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters.charAt(at);
    const flag = shortFlags[letter];
    if (flag === undefined) {
      const own = letters.slice(at + 1).replace(/^=/, '');
      const value = own === '' ? (rest.shift() ?? '') : own;
      return [...options, [shortNames[letter] ?? letter, value]];
    }
    options.push([flag, 'true']);
  }
  return options;
}
