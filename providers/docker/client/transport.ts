/*
 * HTTP to the engine over its socket: requests, streamed answers, and connections handed over.
 * It knows paths and statuses and nothing of containers. Nothing is sent twice.
 */
import {
  Agent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../../../model/index.js';
import type { Dialect } from '../dialect/dialect.js';
import type { EngineAddress } from './address.js';
import { connectionError, interrupted, refusal, type Attempt } from './errors.js';
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
  /** The credentials for a registry that the engine is to ask, as it wants them. */
  readonly registryAuth?: string;
  /** Milliseconds of silence after which the engine counts as gone; null waits for ever. */
  readonly timeout?: number | null;
  readonly signal?: AbortSignal;
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
  hijack(call: Call): Promise<Socket>;
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
    if ((call.method !== 'GET' && call.method !== 'HEAD') || call.verb !== 'read') {
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

/**
 * Opens a transport; no connection is made before the first call.
 * @param version API version that paths are asked under, such as `1.41`; empty for none
 */
export function openTransport(
  address: EngineAddress,
  dialect: Dialect,
  version: string,
): Transport {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 16 });
  const send = (call: Call, headers: Readonly<Record<string, string>> = {}): ClientRequest => {
    const options: RequestOptions = {
      socketPath: address.socketPath,
      agent,
      method: call.method,
      path: dialect.versioned(call.path, version),
      headers: { Host: 'docker', ...headers },
    };
    return httpRequest(call.signal ? { ...options, signal: call.signal } : options);
  };
  const fail = (call: Call, cause: unknown): EngineError => {
    if (cause instanceof EngineError) return cause;
    if (call.signal?.aborted) return interrupted(call);
    return connectionError(call, dialect, address.text, cause);
  };
  const stream = async (call: Call): Promise<IncomingMessage> => {
    try {
      const response = await answered(send, call);
      if ((response.statusCode ?? 0) < 400) return response;
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
    address,
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
    close: () => agent.destroy(),
  };
}

type Send = (call: Call, headers?: Readonly<Record<string, string>>) => ClientRequest;

/** Sends a call with its body and waits for the head of the answer. */
async function answered(send: Send, call: Call): Promise<IncomingMessage> {
  const text = call.body === undefined ? undefined : JSON.stringify(call.body);
  const request = send(call, {
    ...bodyHeaders(call, text),
    ...(call.registryAuth !== undefined && { 'X-Registry-Auth': call.registryAuth }),
  });
  const timeout = call.timeout === undefined ? defaultTimeout : call.timeout;
  if (timeout !== null) {
    request.setTimeout(timeout, () => {
      request.destroy(new Error(`no answer within ${timeout / 1000} s`));
    });
  }
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
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

function bodyHeaders(call: Call, text: string | undefined): Readonly<Record<string, string>> {
  if (call.archive) return { 'Content-Type': 'application/x-tar', 'Transfer-Encoding': 'chunked' };
  if (text === undefined) return call.method === 'POST' ? { 'Content-Length': '0' } : {};
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(text)),
  };
}

async function upgraded(send: Send, call: Call, { rules }: Dialect): Promise<Socket> {
  const text = call.body === undefined ? undefined : JSON.stringify(call.body);
  const request = send(call, {
    ...bodyHeaders(call, text),
    Connection: 'Upgrade',
    Upgrade: 'tcp',
  });
  return new Promise<Socket>((resolve, reject) => {
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
