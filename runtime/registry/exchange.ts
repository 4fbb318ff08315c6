/*
 * One request and its answer over HTTP, with time-outs. Redirects are followed by hand, so that what is
 * meant for one host is never sent to another; plain HTTP is not followed to where it is not allowed.
 */
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { reasonOf, RegistryError } from './errors.js';

export interface Exchange {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** A body that is made when it is sent; its length has to be among the headers. */
  readonly stream?: () => Readable;
}

export interface ExchangeOptions {
  /** Milliseconds in which nothing has come before a connection counts as broken. */
  readonly idle: number;
  readonly signal?: AbortSignal;
  /** Whether a host may be spoken to without TLS or with a certificate that nobody knows. */
  readonly mayBePlain: (host: string) => boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  readonly body: IncomingMessage;
}

/** The connection failed: trying again may help. */
export class ConnectionFailed extends Error {
  override readonly name = 'ConnectionFailed';
  /** Whether nothing came for as long as is waited. */
  readonly isSilence: boolean;
  constructor(url: URL, cause: unknown) {
    super(`${url.host}: ${reasonOf(cause)}`, { cause });
    this.isSilence = cause instanceof Silence;
  }
}

class Silence extends Error {}

const redirectLimit = 5;
const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/**
 * Sends a request and gives the head of its answer. The body has to be read or destroyed.
 * @throws ConnectionFailed, RegistryError
 */
export async function exchange(call: Exchange, options: ExchangeOptions): Promise<Answer> {
  let { url } = call;
  let headers = call.headers ?? {};
  for (let followed = 0; ; followed += 1) {
    const body = await send({ ...call, url, headers }, options);
    const status = body.statusCode ?? 0;
    const { location } = body.headers;
    const follows = (call.method === 'GET' || call.method === 'HEAD') && isRedirect(status);
    if (!follows || location === undefined) return { status, headers: body.headers, url, body };
    body.destroy();
    if (followed === redirectLimit) {
      throw new RegistryError('refused', `${call.url.host} redirects in circles`);
    }
    const next = redirected(url, location, options);
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
}

function redirected(from: URL, location: string, { mayBePlain }: ExchangeOptions): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isHttp = next?.protocol === 'https:' || next?.protocol === 'http:';
  if (!next || !isHttp) {
    throw new RegistryError('refused', `${from.host} redirects to no address that can be asked`);
  }
  if (next.protocol === 'http:' && !mayBePlain(next.host)) {
    throw new RegistryError('refused', `${from.host} redirects to ${next.host} without TLS`, {
      hint: 'Name the host in STOWAGE_INSECURE_REGISTRIES if it is to be trusted without.',
    });
  }
  return next;
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  );
}

async function send(call: Exchange, options: ExchangeOptions): Promise<IncomingMessage> {
  const { url, method, headers, body, stream } = call;
  const { idle, signal, mayBePlain } = options;
  const isTls = url.protocol === 'https:';
  // Loaded where something is asked: TLS takes a tenth of what a command that asks nothing takes.
  const protocol = isTls ? await import('node:https') : await import('node:http');
  if (signal?.aborted === true) throw interrupted(url);
  const request = protocol.request(url, {
    method,
    headers: { 'user-agent': 'stowage', ...headers },
    timeout: idle,
    ...(signal && { signal }),
    ...(isTls && mayBePlain(url.host) && { rejectUnauthorized: false }),
  });
  const answered = new Promise<IncomingMessage>((done, fail) => {
    let answer: IncomingMessage | undefined;
    request.once('response', (response) => {
      answer = response;
      done(response);
    });
    request.on('error', fail);
    request.once('timeout', () => {
      (answer ?? request).destroy(new Silence(`no answer for ${idle / 1000} seconds`));
    });
  });
  try {
    if (stream) {
      // An answer may come before all is sent, and then counts; how the sending ends does not.
      const sent = pipeline(stream(), request);
      sent.catch(() => undefined);
    } else request.end(body);
    return await answered;
  } catch (error) {
    if (isAborted(signal)) throw interrupted(url);
    throw new ConnectionFailed(url, error);
  }
}

/** Asked anew: it may have been set while something was waited for. */
const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

export function interrupted(url: URL): RegistryError {
  return new RegistryError('interrupted', `stopped asking ${url.host}`);
}

/**
 * The pieces of an answer as they come. @throws ConnectionFailed when it ends early or falls silent
 */
export async function* piecesOf({ body, url }: Answer): AsyncGenerator<Buffer> {
  try {
    for await (const piece of body) if (Buffer.isBuffer(piece)) yield piece;
    // Without this an answer that was cut off would count as whole.
    if (!body.complete) throw new Error('the connection was closed early');
  } catch (error) {
    throw new ConnectionFailed(url, error);
  } finally {
    body.destroy();
  }
}

/** A small body as a whole. @throws RegistryError `content` when it is larger than `limit` */
export async function readBody(answer: Answer, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of piecesOf(answer)) {
    size += piece.length;
    if (size > limit) {
      throw new RegistryError('content', `${answer.url.host} sent more than ${limit} bytes`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
