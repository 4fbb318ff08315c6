/* What containers use, as `stats` shows it. */
import type { ContainerUsage } from '../../model/index.js';
import { visible } from '../terminal/terminal.js';
import { amountText } from './amounts.js';
import { renderTable } from './table.js';

/** A container at one moment, and at the moment before. */
export interface Measured {
  readonly name: string;
  readonly before: ContainerUsage;
  readonly now: ContainerUsage;
}

/** Percent of one processor between two moments; 0 where no time has passed, or it began anew. */
export function processorShare({ before, now }: Measured): number {
  const time = now.at - before.at;
  return time <= 0 ? 0 : Math.max(0, ((now.cpuTime - before.cpuTime) / time) * 100);
}

export function usageLines(measured: readonly Measured[]): readonly string[] {
  const head = ['NAME', 'CPU', 'MEMORY', 'OF', 'PROCESSES', 'NETWORK IN / OUT', 'DISK IN / OUT'];
  const rows = measured.map((one) => {
    const { now } = one;
    return [
      visible(one.name),
      `${processorShare(one).toFixed(1)}%`,
      amountText(now.memory),
      now.memoryLimit === null ? 'no limit' : amountText(now.memoryLimit),
      `${now.processes}`,
      `${amountText(now.networkReceived)} / ${amountText(now.networkSent)}`,
      `${amountText(now.diskRead)} / ${amountText(now.diskWritten)}`,
    ];
  });
  return renderTable([head, ...rows]);
}
