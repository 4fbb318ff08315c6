/*
 * What an example of planning's diagnostics is. What planning says depends on the engine and on the
 * disk, so the messages are written down in planning-messages.ts; a test brings each situation about
 * and compares.
 */
export interface PlanningExample {
  readonly wrong: PlanningSide;
  readonly right: PlanningSide;
}

export interface PlanningSide {
  /** Files of the stack, and what else lies in its directory. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What to know beside the files; whole sentences. */
  readonly situation?: string;
  readonly command: string;
}

/** One side: the stack, what to know, and further files. */
export function planned(
  main: string,
  situation?: string,
  beside: Readonly<Record<string, string>> = {},
): PlanningSide {
  return {
    files: Object.entries({ 'main.stow': main, ...beside }).map(([path, text]) => ({ path, text })),
    ...(situation === undefined ? {} : { situation }),
    command: 'stowage plan',
  };
}
