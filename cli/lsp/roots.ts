/*
 * Which stacks a directory belongs to: itself, where it declares one, else those that use it as a
 * module, directly or through others. A module that nobody uses stands for itself.
 */
import type { Unit } from '../../dsl/editor/index.js';
import type { Workspace } from './workspace.js';

/** The directories to compile for what is in a directory. */
export function rootsOf(workspace: Workspace, directory: string): readonly string[] {
  const own = workspace.unit(directory);
  if (!own || isStack(own)) return own ? [directory] : [];
  const users = usersOf(workspace, directory);
  return users.length > 0 ? users : [directory];
}

const isStack = ({ files }: Unit): boolean =>
  files.some(({ tree }) => tree.declarations.some(({ kind }) => kind === 'stack'));

/** The stacks that reach a module. */
function usersOf(workspace: Workspace, directory: string): readonly string[] {
  const users = new Map<string, Unit[]>();
  for (const unit of workspace.units()) {
    for (const module of modulesOf(workspace, unit)) {
      users.set(module, [...(users.get(module) ?? []), unit]);
    }
  }
  const found = new Set<string>();
  const seen = new Set([directory]);
  const queue = [directory];
  for (let module = queue.pop(); module !== undefined; module = queue.pop()) {
    for (const user of users.get(module) ?? []) {
      if (isStack(user)) found.add(user.directory);
      if (seen.has(user.directory)) continue;
      seen.add(user.directory);
      queue.push(user.directory);
    }
  }
  return [...found];
}

/** The directories of the modules that a unit uses. */
function modulesOf(workspace: Workspace, { directory, files }: Unit): readonly string[] {
  return files.flatMap(({ tree }) =>
    tree.declarations.flatMap((one) => {
      if (one.kind !== 'use') return [];
      const source = one.source.parts
        .map((part) => (part.kind === 'text' ? part.raw : ''))
        .join('');
      return workspace.moduleDirectory(directory, source) ?? [];
    }),
  );
}
