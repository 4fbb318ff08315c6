/*
 * Reads what an OCI runtime says when a process cannot be started, and gives the exit code that a
 * shell would have given. crun and runc word the same faults differently.
 */

export interface RuntimeFailure {
  /** 127 no such program, 126 it cannot be run, 128 anything else. */
  readonly exitCode: number;
  /** The runtime's last message, without its decoration. */
  readonly reason: string;
}

const notFound = /executable file .* not found|no such file or directory|not found in \$PATH/i;
const notRunnable = /permission denied|exec format error|is a directory|operation not permitted/i;

/** Reads a runtime's standard error, its log in JSON lines, or conmon's message. */
export function readFailure(text: string): RuntimeFailure {
  const messages = text
    .split('\n')
    .map((line) => plainMessage(line.trim()))
    .filter((line) => line !== '');
  const reason = messages.at(-1) ?? 'it gave no reason';
  const exitCode = notFound.test(reason) ? 127 : notRunnable.test(reason) ? 126 : 128;
  return { exitCode, reason };
}

function plainMessage(line: string): string {
  const text = messageOfJson(line) ?? line;
  return text
    .replace(/^time="[^"]*" level=\w+ msg="(.*)"$/, '$1')
    .replace(/\\"/g, '"')
    .replace(
      /^(?:ERRO\[\d+\] |runc (?:create|run) failed: |exec failed: |container_linux\.go:\d+: )/,
      '',
    )
    .replace(/^unable to start container process: /, '')
    .replace(/: unknown$/, '')
    .trim();
}

function messageOfJson(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    if ('msg' in value && typeof value.msg === 'string') return value.msg;
    return undefined;
  } catch {
    // A line that only looks like JSON is taken as it is.
    return undefined;
  }
}
