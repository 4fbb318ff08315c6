/* Programs with the time and the memory that they take. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  readonly ms: number;
  /** The highest that was seen, every few milliseconds; of the program alone, not of those that it starts. */
  readonly mebibytes: number;
}

/** Runs a program to its end. @throws Error with what it has written when it fails */
export async function measure(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const started = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  let highest = 0;
  const watch = setInterval(() => {
    highest = Math.max(highest, peakOf(child.pid ?? 0));
  }, 5);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  clearInterval(watch);
  const ms = performance.now() - started;
  if (code !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${code ?? 'a signal'}\n${said}`);
  return { ms, mebibytes: highest / 1024 };
}

/** KiB, as the kernel has kept them; 0 once the process has ended. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  } catch {
    // It has ended since.
    return 0;
  }
}

/** The one in the middle by time, with the most memory of all. */
export function middle(all: readonly Measured[]): Measured {
  const sorted = [...all].sort((a, b) => a.ms - b.ms);
  const { ms } = sorted[Math.floor(sorted.length / 2)] ?? { ms: Number.NaN };
  return { ms, mebibytes: Math.max(...all.map(({ mebibytes }) => mebibytes)) };
}
