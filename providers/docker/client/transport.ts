/*
 * HTTP to the engine over whatever reaches it: requests, streamed answers, and connections handed over.
 * It knows paths and statuses and nothing of containers. Nothing is sent twice but what only reads, where
 * the engine had let go of the kept connection that it went over.
 */
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EngineError, type EngineAddress } from '../../../model/index.js';
import type { Dialect } from '../dialect/dialect.js';
import type { EngineTarget } from '../reach/target.js';
import type { Connections } from './connections.js';
import {
  connectionError,
  fellSilent,
  interrupted,
  refusal,
  systemCode,
  type Attempt,
} from './errors.js';
import { Fields } from './fields.js';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

export interface Call extends Attempt {
  readonly method: Method;
  /** Path with its query and without the version: `/containers/json?all=1`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
  /** Sent as a tar archive; a body that is made while it is sent. */
  readonly archive?: Readable;
  /** Milliseconds of silence after which the engine counts as gone; null waits for ever. */
  readonly timeout?: number | null;
  /**
   * Milliseconds in which not a byte has come, of an answer that may take as long as it likes. Only while somebody
   * waits for one: who reads slowly is not kept waiting.
   */
  readonly silence?: number | undefined;
  readonly signal?: AbortSignal;
  /** Whether an answer with a status of 400 or more is one to be read like any other. */
  readonly anyStatus?: true;
}

/** A connection that has been handed over: bytes both ways. */
export interface RawConnection extends Duplex {
  /** Lets the process end although the connection is open. */
  unref(): unknown;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

export interface Transport {
  readonly address: EngineAddress;
  /** How what answers is to be spoken to and understood. */
  readonly dialect: Dialect;
  /** Sends a call and reads the whole answer. @throws EngineError for a status of 400 or more */
  request(call: Call): Promise<Answer>;
  /** Sends a call and gives the answer's body as it comes. */
  stream(call: Call): Promise<IncomingMessage>;
  /** Sends a call that turns the connection into a raw stream, as attach and exec do. */
  hijack(call: Call): Promise<RawConnection>;
  close(): void;
}

/** Silence after which an engine that should answer at once counts as gone. */
export const defaultTimeout = 60_000;

/**
 * A transport that refuses whatever could change the engine, as a bug of ours. The verb counts too: one
 * engine has a GET that runs something.
 */
export function readOnlyTransport(transport: Transport): Transport {
  const guard = (call: Call): void => {
    if (!isRead(call)) {
      throw new Error(`a reader tried to ${call.action} (${call.method} ${call.path})`);
    }
  };
  return {
    address: transport.address,
    dialect: transport.dialect,
    request: async (call) => {
      guard(call);
      return transport.request(call);
    },
    stream: async (call) => {
      guard(call);
      return transport.stream(call);
    },
    hijack: async (call) => {
      throw new Error(`a reader tried to ${call.action} (${call.method} ${call.path})`);
    },
    close: () => transport.close(),
  };
}

/** What stands for the host in a request: a door before the engine may tell engines apart by it. */
const hostOf = ({ address }: EngineTarget): string =>
  address.kind === 'tcp' ? new URL(address.text.replace(/^tcp:/, 'http:')).host : 'docker';

/**
 * Opens a transport over connections, which it closes.
 * @param version API version that paths are asked under, such as `1.41`; empty for none
 */
export function openTransport(
  target: EngineTarget,
  connections: Connections,
  dialect: Dialect,
  version: string,
): Transport {
  const host = hostOf(target);
  const send = (call: Call, headers: Readonly<Record<string, string>> = {}): ClientRequest => {
    const isHandedOver = headers['Upgrade'] !== undefined;
    const options: RequestOptions = {
      agent: call.timeout === null || isHandedOver ? connections.long : connections.short,
      method: call.method,
      path: dialect.versioned(call.path, version),
      headers: { Host: host, ...headers },
    };
    return httpRequest(call.signal ? { ...options, signal: call.signal } : options);
  };
  const fail = (call: Call, cause: unknown): EngineError => {
    if (cause instanceof EngineError) return cause;
    if (call.signal?.aborted) return interrupted(call);
    return connectionError(call, dialect, target, cause);
  };
  const stream = async (call: Call): Promise<IncomingMessage> => {
    try {
      const response = await answeredAfresh(send, call);
      if ((response.statusCode ?? 0) < 400 || call.anyStatus) return response;
      throw refusal(
        call,
        dialect.rules,
        response.statusCode ?? 0,
        messageOf(await readAll(response)),
      );
    } catch (cause) {
      throw fail(call, cause);
    }
  };
  return {
    address: target.address,
    dialect,
    stream,
    request: async (call) => {
      const response = await stream(call);
      try {
        const text = await readAll(response);
        return {
          status: response.statusCode ?? 0,
          text,
          header: (name) => [response.headers[name.toLowerCase()]].flat()[0],
        };
      } catch (cause) {
        throw fail(call, cause);
      }
    },
    hijack: async (call) => {
      try {
        return await upgraded(send, call, dialect);
      } catch (cause) {
        throw fail(call, cause);
      }
    },
    close: () => connections.close(),
  };
}

type Send = (call: Call, headers?: Readonly<Record<string, string>>) => ClientRequest;

/** The error for a call that went over a kept connection which its other end had let go of meanwhile. */
class StaleConnection extends Error {}

/** Sends a call; one that only reads once more, where the connection that was kept for it is none any more. */
async function answeredAfresh(send: Send, call: Call): Promise<IncomingMessage> {
  for (;;) {
    try {
      return await answered(send, call);
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error;
    }
  }
}

/**
 * Sends a call with its body and waits for the head of the answer.
 * @throws StaleConnection for a call that may be sent again
 */
async function answered(send: Send, call: Call): Promise<IncomingMessage> {
  const text = call.body === undefined ? undefined : JSON.stringify(call.body);
  const request = send(call, {
    ...bodyHeaders(call, text),
    ...(call.registry?.auth !== undefined && { 'X-Registry-Auth': call.registry.auth }),
  });
  const timeout = call.timeout === undefined ? defaultTimeout : call.timeout;
  if (timeout !== null) {
    request.setTimeout(timeout, () => {
      request.destroy(new Error(`no answer within ${timeout / 1000} s`));
    });
  } else if (call.silence !== undefined) {
    const { silence } = call;
    request.setTimeout(silence, () => request.destroy(fellSilent(call, silence)));
  }
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', (answer) => {
      if (call.silence !== undefined) endSilence(request, answer, call, call.silence);
      resolve(answer);
    });
    request.once('error', (cause) => {
      const isStale =
        request.reusedSocket && /^(?:ECONNRESET|EPIPE)$/.test(systemCode(cause) ?? '');
      reject(isStale && isRead(call) ? new StaleConnection('', { cause }) : cause);
    });
  });
  if (!call.archive) {
    request.end(text);
    return response;
  }
  // The engine may refuse while the body is still being sent, and close its side: its answer counts
  // more than the broken pipe. An archive that cannot be read fails the whole call with its cause.
  const sent = pipeline(call.archive, request);
  response.catch(() => undefined);
  return Promise.race([response, sent.then(() => response)]);
}

/** Breaks an answer off that has stopped in the middle. */
function endSilence(
  request: ClientRequest,
  answer: IncomingMessage,
  call: Call,
  silence: number,
): void {
  request.removeAllListeners('timeout');
  request.setTimeout(silence, () => {
    if (answer.readableLength === 0) answer.destroy(fellSilent(call, silence));
    else request.socket?.setTimeout(silence);
  });
}

function bodyHeaders(call: Call, text: string | undefined): Readonly<Record<string, string>> {
  if (call.archive) return { 'Content-Type': 'application/x-tar', 'Transfer-Encoding': 'chunked' };
  if (text === undefined) return call.method === 'POST' ? { 'Content-Length': '0' } : {};
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(text)),
  };
}

const isRead = ({ method, verb }: Call): boolean =>
  verb === 'read' && (method === 'GET' || method === 'HEAD');

async function upgraded(send: Send, call: Call, { rules }: Dialect): Promise<RawConnection> {
  const text = call.body === undefined ? undefined : JSON.stringify(call.body);
  const request = send(call, {
    ...bodyHeaders(call, text),
    Connection: 'Upgrade',
    Upgrade: 'tcp',
  });
  return new Promise<RawConnection>((resolve, reject) => {
    request.once('error', reject);
    request.once('upgrade', (_response, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.once('response', (response) => {
      readAll(response).then((body) => {
        reject(refusal(call, rules, response.statusCode ?? 0, messageOf(body)));
      }, reject);
    });
    request.end(text);
  });
}

/** Reads a whole body as text. */
async function readAll(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The message in the body of a refusal; the body itself when it is no JSON. */
function messageOf(body: string): string {
  try {
    return new Fields(JSON.parse(body), 'a refusal').text('message');
  } catch {
    return body;
  }
}
