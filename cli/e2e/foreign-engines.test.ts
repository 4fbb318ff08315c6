/*
 * What answers like an engine, and is none that can be spoken to: of another time, or of another trade. An
 * apply says what it met, and has asked for nothing but to read. What real engines say stands in the
 * provider's tests.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { stowage, writeStack } from './stowage.js';

const directory = mkdtempSync(join(tmpdir(), 'stowage-foreign-'));
t.teardown(() => rmSync(directory, { recursive: true, force: true }));

/** Greets as an engine does, tells its versions, and refuses all that is asked under one. */
const greets =
  (api: string, least = api): RequestListener =>
  ({ url = '' }, response) => {
    response.setHeader('Server', 'Docker/99.0.0 (linux)');
    response.setHeader('Api-Version', api);
    if (url === '/_ping') return void response.end('OK');
    if (url === '/version') {
      return void response.end(JSON.stringify({ ApiVersion: api, MinAPIVersion: least }));
    }
    response.writeHead(400, { 'Content-Type': 'application/json' });
    response.end('{"message":"client version 1.51 is too old."}');
  };

const foreigners: readonly (readonly [what: string, answer: RequestListener, said: RegExp])[] = [
  ['an engine of long ago', greets('1.40'), /speaks API 1\.40,\s+and\s+1\.41\s+is\s+needed/],
  [
    'an engine of the future',
    greets('1.120', '1.99'),
    /speaks API 1\.99 and\s+later,\s+and\s+Stowage\s+none\s+after\s+1\.51/,
  ],
  ['a version that is none', greets('banana'), /gives\s+"banana"\s+as\s+the\s+version/],
  [
    'a server of pages',
    (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<!doctype html><title>Welcome</title>');
    },
    /is\s+no\s+Docker\s+engine:\s+status\s+200,\s+text\/html/,
  ],
];

for (const [what, answer, said] of foreigners) {
  t.test(what, async (t) => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.method);
      answer(request, response);
    });
    const socket = join(directory, 'engine.sock');
    server.listen(socket);
    await once(server, 'listening');
    const stack = writeStack('stack foreign\nvolume data {}\n');
    try {
      const env = { STOWAGE_ENGINE: `unix://${socket}` };
      const applied = await stowage(['apply', stack.directory, '--yes'], { env });
      t.equal(applied.code, 1, applied.text);
      t.match(applied.stderr, said);
      t.ok(applied.stderr.includes(socket), 'where it was met');
      t.notMatch(applied.stderr, /bug in Stowage|client version/);
      t.ok(asked.length > 0);
      t.same(
        asked.filter((method) => method !== 'GET' && method !== 'HEAD'),
        [],
        'nothing was written',
      );
    } finally {
      stack.remove();
      server.close();
    }
  });
}
