/*
 * The calls that talk with what runs in a container: commands in it, and its own streams. Connections are
 * handed over by the engine for that; who reads and writes them is decided elsewhere.
 */
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { brokenOff, type Attempt } from './errors.js';
import { Fields, parseJson } from './fields.js';
import { pathOf, queryOf } from './reader.js';
import type { ExecRequest } from './requests.js';
import type { RawConnection, Transport } from './transport.js';

export interface AttachQuery {
  readonly stdin: boolean;
  readonly stderr: boolean;
  /** The engine looks for them, too. */
  readonly detachKeys?: string;
}

export interface StreamingClient {
  /**
   * Connects to the streams of a container, from now on; before its start, too. The connection ends with the
   * container. Framed unless that has a terminal.
   */
  attach(container: string, query: AttachQuery): Promise<RawConnection>;
  resizeContainer(container: string, columns: number, rows: number): Promise<void>;
  /**
   * Has the engine watch for the next end of a container, which may be gone with it; settled when it does so.
   * @returns what gives its exit code, and rejects when `signal` is set
   */
  watchEnd(container: string, signal: AbortSignal): Promise<() => Promise<number>>;
  createExec(container: string, request: ExecRequest): Promise<string>;
  startExec(exec: string, tty: boolean): Promise<RawConnection>;
  resizeExec(exec: string, columns: number, rows: number): Promise<void>;
  /** The exit code of a command; null while it runs. */
  execExitCode(exec: string): Promise<number | null>;
}

export function openStreaming(transport: Transport): StreamingClient {
  const change = (action: string): Attempt => ({ action, verb: 'change' });
  const resize = async (what: string, columns: number, rows: number): Promise<void> => {
    const path = `${what}/resize${queryOf({ w: columns, h: rows })}`;
    await transport.request({ ...change('fit the terminal'), method: 'POST', path });
  };
  return {
    attach: (container, { stdin, stderr, detachKeys }) => {
      const streams = { ...(stdin && { stdin: 1 }), stdout: 1, ...(stderr && { stderr: 1 }) };
      return transport.hijack({
        ...change(`attach to container "${container}"`),
        method: 'POST',
        path: `${pathOf('containers', container, 'attach')}${queryOf({ stream: 1, ...streams, detachKeys })}`,
      });
    },
    resizeContainer: (container, columns, rows) =>
      resize(pathOf('containers', container), columns, rows),
    watchEnd: async (container, signal) => {
      const attempt: Attempt = { action: `wait for container "${container}"`, verb: 'read' };
      const path = `${pathOf('containers', container, 'wait')}${queryOf({ condition: 'next-exit' })}`;
      const call = { ...attempt, method: 'POST', path, timeout: null, signal } as const;
      const code = readCode(await transport.stream(call), attempt);
      // Whoever detaches does not ask for it.
      code.catch(() => undefined);
      return () => code;
    },
    createExec: async (container, body) => {
      const attempt: Attempt = {
        action: `run a command in container "${container}"`,
        verb: 'exec',
      };
      const path = pathOf('containers', container, 'exec');
      const answer = await transport.request({ ...attempt, method: 'POST', path, body });
      return new Fields(parseJson(answer.text, attempt.action), attempt.action).text('Id');
    },
    startExec: (exec, tty) =>
      transport.hijack({
        action: 'run a command',
        verb: 'exec',
        method: 'POST',
        path: pathOf('exec', exec, 'start'),
        body: { Detach: false, Tty: tty },
      }),
    resizeExec: (exec, columns, rows) => resize(pathOf('exec', exec), columns, rows),
    execExitCode: async (exec) => {
      const answer = await transport.request({
        action: 'read the end of a command',
        verb: 'exec',
        method: 'GET',
        path: `${pathOf('exec', exec)}/json`,
      });
      const fields = new Fields(parseJson(answer.text, 'a command'), 'a command');
      return fields.flag('Running') ? null : fields.numberOr('ExitCode', null);
    },
  };
}

async function readCode(answer: IncomingMessage, attempt: Attempt): Promise<number> {
  let body: string;
  try {
    body = await text(answer);
  } catch (cause) {
    throw brokenOff(attempt, cause);
  }
  return new Fields(parseJson(body, attempt.action), attempt.action).number('StatusCode');
}
