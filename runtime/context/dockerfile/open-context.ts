/* A context that is opened when something of it is wanted, and read once. */
import { openRoot, type OpenDirectory } from '../open.js';
import { readTree, type ContextTree } from '../tree.js';

export interface LateContext {
  readonly root: () => Promise<OpenDirectory>;
  readonly tree: () => Promise<ContextTree>;
  readonly close: () => Promise<void>;
}

/** @param rules what is left out, where that is not for `.dockerignore` to say */
export function openContext(path: string, rules: string | undefined): LateContext {
  let root: Promise<OpenDirectory> | undefined;
  let tree: Promise<ContextTree> | undefined;
  const open = (): Promise<OpenDirectory> => (root ??= openRoot(path));
  return {
    root: open,
    tree: () => (tree ??= open().then((directory) => readTree(directory, rules))),
    close: async () => {
      // A context that could not be opened has said so where it was wanted.
      const directory = await root?.catch(() => undefined);
      await directory?.close();
    },
  };
}
