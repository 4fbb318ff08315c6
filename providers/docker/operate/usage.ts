/* What a running container uses, and what runs in it. */
import { EngineError, type ContainerProcess, type ContainerUsage } from '../../../model/index.js';
import type { ContainerInspection, DockerReader } from '../client/index.js';

/** Whether the engine has figures of it: a paused one has processes and counters, too. */
function runs({ state }: ContainerInspection): boolean {
  return state.status === 'running' || state.status === 'paused';
}

export async function processesOf(
  reader: DockerReader,
  container: ContainerInspection,
): Promise<readonly ContainerProcess[]> {
  if (!runs(container)) return [];
  const rows = await reader.processes(container.id);
  const odd = rows.find((row) => row.length !== 6);
  if (odd) throw new EngineError('protocol', `the engine lists a process as ${odd.join(' ')}`);
  return rows
    .map(([pid = '', parent = '', user = '', cpuTime = '', elapsed = '', command = '']) => ({
      pid: Number(pid),
      parent: Number(parent),
      user,
      cpuTime: Number(cpuTime),
      elapsed: Number(elapsed),
      command,
    }))
    .sort((a, b) => a.pid - b.pid);
}

export async function usageOf(
  reader: DockerReader,
  container: ContainerInspection,
): Promise<ContainerUsage | undefined> {
  if (!runs(container)) return undefined;
  const { read, inactiveFile, ...counters } = await reader.usage(container.id);
  const at = Date.parse(read);
  // It ended in between.
  if (!(at > 0)) return undefined;
  return {
    ...counters,
    at,
    cpuTime: counters.cpuTime / 1e6,
    memory: Math.max(0, counters.memory - inactiveFile),
    memoryLimit: container.memory === 0 ? null : container.memory,
  };
}
