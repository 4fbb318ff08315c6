/* `stowage prune`: removes what nothing needs, after showing it. */
import {
  EngineError,
  type HeldContent,
  type HeldObject,
  type Operator,
} from '../../model/index.js';
import { ask } from '../apply/approve.js';
import { UsageError, type CommandContext, type CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { selectPrunable, whyNotVolume } from '../prune/select.js';
import { amountText } from '../render/amounts.js';
import { declaredStack } from '../stack/declared-stack.js';
import { visible } from '../terminal/terminal.js';

export const runPrune: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const { terminal } = context;
    const { switches } = invocation;
    const content = await engine.readContent();
    const volumes = invocation.values['allow-destroy'] ?? [];
    refuseVolumes(content, volumes);
    const chosen = selectPrunable(content, {
      all: switches.has('all'),
      containers: switches.has('containers'),
      networks: switches.has('networks'),
      caches: switches.has('caches'),
      volumes,
    });
    for (const { kind, name, size } of chosen) {
      const amount = size === null ? '' : ` (${amountText(size)})`;
      terminal.print(visible(`- ${kind} ${name}${amount}`));
    }
    noteCaches(content, chosen, context);
    if (switches.has('preview')) {
      if (chosen.length === 0) terminal.note('There is nothing to prune but what is left over.');
      return exitCodes.done;
    }
    if (chosen.length > 0 && !(await isApproved(switches.has('yes'), context))) {
      return exitCodes.error;
    }
    const kept = await removeAll(engine, chosen, context);
    await engine.collectGarbage();
    terminal.note(`Removed ${chosen.length - kept} of ${chosen.length}, and what was left over.`);
    return exitCodes.done;
  });

/** What builds keep is easily forgotten, so that it is told where it stays. */
function noteCaches(
  { objects }: HeldContent,
  chosen: readonly HeldObject[],
  { terminal }: CommandContext,
): void {
  const staying = objects.filter((one) => one.kind === 'cache' && !chosen.includes(one));
  if (staying.length === 0) return;
  const used = staying.filter(({ usedBy }) => usedBy.length > 0).length;
  const bytes = staying.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const which = used === staying.length ? ', in use by a build' : '; --caches takes them, too';
  terminal.note(`Caches of builds stay (${amountText(bytes)}${which}).`);
}

/** @throws UsageError, EngineError `in-use` */
function refuseVolumes(content: HeldContent, volumes: readonly string[]): void {
  for (const name of volumes) {
    const reason = whyNotVolume(content, name);
    if (reason === undefined) continue;
    const isThere = content.objects.some((one) => one.kind === 'volume' && one.name === name);
    throw new EngineError(isThere ? 'in-use' : 'not-found', reason);
  }
}

async function isApproved(yes: boolean, { terminal }: CommandContext): Promise<boolean> {
  if (yes) return true;
  if (!terminal.canAsk) {
    throw new UsageError('nobody is here to ask; --yes approves, --preview only shows');
  }
  if ((await ask('Remove these? Only "yes" is taken for it: ')).trim() === 'yes') return true;
  terminal.note('Not approved; nothing was removed.');
  return false;
}

/** @returns how many were kept, because somebody uses them by now */
async function removeAll(
  engine: Operator,
  objects: readonly HeldObject[],
  { terminal }: CommandContext,
): Promise<number> {
  let kept = 0;
  for (const object of objects) {
    try {
      await remove(engine, object);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code === 'not-found' || error.code === 'image-not-found') continue;
      if (error.code !== 'in-use') throw error;
      kept += 1;
      terminal.note(visible(`kept: ${error.message}`));
    }
  }
  return kept;
}

function remove(engine: Operator, { kind, id }: HeldObject): Promise<void> {
  switch (kind) {
    case 'cache':
      return engine.removeCache(id);
    case 'container':
      return engine.remove(id, false);
    case 'image':
      return engine.removeImage(id);
    case 'network':
      return engine.removeNetwork(id);
    case 'volume':
      return engine.removeVolume(id);
    default:
      return kind satisfies never;
  }
}
