/* `stowage df`: what takes room on the engine's disk. */
import type { HeldContent, HeldObject } from '../../model/index.js';
import type { CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { amountText } from '../render/amounts.js';
import { renderTable } from '../render/table.js';
import { declaredStack } from '../stack/declared-stack.js';
import { visible } from '../terminal/terminal.js';

const sizeText = (size: number | null): string => (size === null ? '?' : amountText(size));

const sum = (objects: readonly HeldObject[]): number =>
  objects.reduce((total, { size }) => total + (size ?? 0), 0);

/** A row for each kind: how many, how many of them somebody uses, and their bytes. */
function overview({ objects, imageBytes }: HeldContent): readonly (readonly string[])[] {
  const kinds = ['image', 'container', 'volume', 'cache'] as const;
  const rows = kinds.flatMap((kind) => {
    const all = objects.filter((one) => one.kind === kind);
    // Most engines do not say what their builders keep.
    if (kind === 'cache' && all.length === 0) return [];
    const isUsed = ({ usedBy, isLive }: HeldObject): boolean =>
      kind === 'container' ? isLive : usedBy.length > 0;
    const unused = all.filter((one) => !isUsed(one));
    const total = kind === 'image' ? imageBytes : sum(all);
    return [[`${kind}s`, all.length, all.length - unused.length, sizeText(total)].map(String)];
  });
  return [['KIND', 'COUNT', 'IN USE', 'SIZE'], ...rows];
}

export const runDf: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const { terminal } = context;
    const content = await engine.readContent();
    if (invocation.switches.has('json')) {
      terminal.print(JSON.stringify(content, null, 2));
      return exitCodes.done;
    }
    for (const line of renderTable(overview(content))) terminal.print(line);
    if (!invocation.switches.has('verbose')) return exitCodes.done;
    const rows = content.objects.map(({ kind, name, size, stack, address, usedBy }) =>
      [
        kind,
        name,
        sizeText(size),
        stack === undefined ? '' : `${stack}: ${address ?? ''}`,
        usedBy.join(', '),
      ].map(visible),
    );
    terminal.print('');
    for (const line of renderTable([['KIND', 'NAME', 'SIZE', 'STACK', 'USED BY'], ...rows])) {
      terminal.print(line);
    }
    return exitCodes.done;
  });
