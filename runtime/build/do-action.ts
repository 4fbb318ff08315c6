/* What an action of a stage does to its root file system, and the key of the layer that comes of it. */
import { join } from 'node:path';
import type { Layer } from '../layers/index.js';
import { neededBy, type BuildAction } from './actions.js';
import { copyIntoRoot } from './copy-step.js';
import { copyKey, runActionKey, transferKey, unpackKey, workdirKey } from './describe-step.js';
import { makeLayer, mountStage, type Change, type Report, type StageWork } from './make-layer.js';
import { readLines } from './output-lines.js';
import { ensureDirectory, rootOwner, userIn } from './root.js';
import { runAction } from './run-action.js';
import { transferIntoRoot, unpackIntoRoot } from './transfer.js';

export interface ActionWatch {
  readonly report: Report;
  /** Is given each line that a command writes. */
  readonly tell: (line: string) => void;
}

/** Does an action, once the stages are there whose files it takes. */
export async function doAction(
  work: StageWork,
  action: BuildAction,
  { report, tell }: ActionWatch,
): Promise<void> {
  const { context } = work.resolved;
  const parent = work.layers.at(-1)?.key ?? null;
  const sources = new Map<number, readonly Layer[]>();
  for (const stage of neededBy(action)) sources.set(stage, await work.layersOf(stage));
  const keysOf = (stage: number): readonly string[] =>
    (sources.get(stage) ?? []).map(({ key }) => key);
  switch (action.kind) {
    case 'copy': {
      const { plan } = action;
      const copy: Change = async (root) => {
        await copyIntoRoot(plan, context, root);
        return undefined;
      };
      return makeLayer(work, copyKey(parent, plan), copy, report);
    }
    case 'workdir': {
      const { path, user } = action;
      const make: Change = async (root) => {
        await ensureDirectory(root, path, user === '' ? rootOwner : await userIn(root, user));
        return undefined;
      };
      return makeLayer(work, workdirKey(parent, path, user), make, report);
    }
    case 'run': {
      const execute: Change = async (root, staged, id) => {
        const lines = { stdout: readLines(tell), stderr: readLines(tell) };
        const onOutput = (stream: 'stdout' | 'stderr', text: string): void =>
          lines[stream].add(text);
        try {
          return await runAction(
            action,
            { root, staged, id },
            { ...work, onOutput, mountStage: mountStage(work) },
          );
        } finally {
          lines.stdout.end();
          lines.stderr.end();
        }
      };
      return makeLayer(work, runActionKey(parent, action, keysOf), execute, report);
    }
    case 'transfer': {
      const take: Change = async (root, staged) => {
        const source = await mountStage(work)(action.stage, join(staged, 'source'));
        await transferIntoRoot(action, source, root);
        return undefined;
      };
      return makeLayer(work, transferKey(parent, action, keysOf(action.stage)), take, report);
    }
    case 'unpack': {
      const unpack: Change = async (root, staged) => {
        await unpackIntoRoot(action, context, join(staged, 'archive'), root);
        return undefined;
      };
      return makeLayer(work, unpackKey(parent, action), unpack, report);
    }
    case 'settings':
      report(false);
      return;
    default:
      action satisfies never;
  }
}
