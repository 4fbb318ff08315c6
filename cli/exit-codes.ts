/* Exit codes: one table, the same for every command. */

export const exitCodes = {
  /** Done, or nothing to do. */
  done: 0,
  /** An error; the message says which. */
  error: 1,
  /** Differences, for `plan --detailed-exitcode` and `drift`. */
  differences: 2,
  /** Differences that destroy data. */
  destructive: 3,
  /** Apply failed and brought at least one predecessor back. */
  rolledBack: 4,
  /** A saved plan was refused: it was applied already, or what it rests on has changed. */
  stale: 5,
  /** The command line itself was wrong. */
  usage: 64,
  /** `run` could not make or start its container; the codes of those who run one command in another. */
  notRun: 125,
  notRunnable: 126,
  notFound: 127,
  /** Interrupted by the user, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = number;
