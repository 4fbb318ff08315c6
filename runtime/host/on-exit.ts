/*
 * What a monitor runs when its container has ended. Until that is done, it holds the container's
 * ports, which are then nobody's any more, or about to be the container's again.
 */

const verb = '_on-exit';

/** The words after the command's own. */
export const onExitArguments = (id: string): readonly string[] => [verb, id];

/** Id of the container whose monitor, or whose monitor's last command, has this command line. */
export function monitoredBy(commandLine: readonly string[]): string | undefined {
  const at = commandLine.indexOf(verb);
  if (at < 0) return undefined;
  // The monitor itself has each word behind an option.
  return commandLine.slice(at + 1).find((word) => /^[0-9a-f]{64}$/.test(word));
}
