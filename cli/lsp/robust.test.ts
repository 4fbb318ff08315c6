/* What the language server makes of odd requests, of clients that go, and of edits upon edits. */
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import t from 'tap';
import {
  CancellationTokenSource,
  CodeActionRequest,
  CompletionRequest,
  createProtocolConnection,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  LSPErrorCodes,
  ReferencesRequest,
  ResponseError,
  SemanticTokensRequest,
  ShutdownRequest,
  SignatureHelpRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { serve } from './server.js';
import { everything, startClient, type Client } from './testing/client.js';
import { ofCode, open, some, stack, wholeOf } from './testing/documents.js';

t.test('what is not known, and what is no file, is answered too', async (t) => {
  const client = await startClient();
  t.teardown(() => client.end());
  const textDocument = { uri: client.uri('nowhere.stow') };
  const at = { textDocument, position: { line: 99, character: 99 } };
  t.same(await client.connection.sendRequest(CompletionRequest.type, at), []);
  t.equal(await client.connection.sendRequest(HoverRequest.type, at), null);
  t.same(await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument }), {
    resultId: '1',
    data: [],
  });
  const uri = 'untitled:Untitled-1';
  await client.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'stowage', version: 1, text: 'stack s\nlet a = b\n' },
  });
  t.ok(ofCode(await client.publication(uri, some), 'undefined-name'));
  const hover = await client.connection.sendRequest(HoverRequest.type, {
    textDocument: { uri },
    position: { line: 1, character: 4 },
  });
  t.match(hover?.contents, { value: /let a/ });
});

t.test('every beginning of a stack, and garbage, is answered without an error', async (t) => {
  const client = await open(t, '');
  const textDocument = { uri: client.uri('main.stow') };
  const texts = ['\u0000\u0001{[(', '"${"${', '\ud800\u2028', '}}}}', '"""', 'fn f(', 'type T = {'];
  const wanted = [
    ...Array.from({ length: stack.length }, (_value, index) => stack.slice(0, index)),
    ...texts,
    ...texts.map((text) => `${stack}${text}`),
  ];
  for (const [index, text] of wanted.entries()) {
    await client.change('main.stow', { text });
    const line = text.split('\n').length - 1;
    const position = { line, character: text.length - (text.lastIndexOf('\n') + 1) };
    const at = { textDocument, position };
    await client.connection.sendRequest(CompletionRequest.type, at);
    if (index % 5 !== 0) continue;
    await client.connection.sendRequest(SignatureHelpRequest.type, at);
    await client.connection.sendRequest(HoverRequest.type, at);
    await client.connection.sendRequest(DefinitionRequest.type, at);
    await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
    await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: wholeOf(text),
      context: { diagnostics: [] },
    });
  }
  t.same(client.logged, [], 'and nothing is logged');
});

/** All that a client is told of a document, by its name in the directory. */
async function toldOf(client: Client, path: string): Promise<unknown> {
  const textDocument = { uri: client.uri(path) };
  const position = { line: 4, character: 8 };
  const { connection } = client;
  return [
    await connection.sendRequest(DocumentSymbolRequest.type, { textDocument }),
    await connection.sendRequest(FoldingRangeRequest.type, { textDocument }),
    (await connection.sendRequest(SemanticTokensRequest.type, { textDocument }))?.data,
    await connection.sendRequest(HoverRequest.type, { textDocument, position }),
    await connection.sendRequest(ReferencesRequest.type, {
      textDocument,
      position,
      context: { includeDeclaration: true },
    }),
    await connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument,
      options: { tabSize: 2, insertSpaces: true },
    }),
  ];
}

t.test('a document that was edited piece by piece is as one that was opened so', async (t) => {
  const client = await open(t, stack);
  const pieces = ['\n', '}', '{', '"', 'let a = host\n', '/// What\n', '${', 'host', ' ', ''];
  const edits = fc.array(
    fc.record({ at: fc.nat(), length: fc.nat(30), put: fc.constantFrom(...pieces) }),
    { minLength: 1, maxLength: 6 },
  );
  const law = fc.asyncProperty(edits, async (all) => {
    await client.change('main.stow', { text: stack });
    let now = TextDocument.create('', '', 0, stack);
    for (const { at, length, put } of all) {
      const start = at % (now.getText().length + 1);
      const range = { start: now.positionAt(start), end: now.positionAt(start + length) };
      await client.change('main.stow', { range, text: put });
      now = TextDocument.update(now, [{ range, text: put }], 0);
      // What is asked in between may be remembered, and must not be told again.
      await toldOf(client, 'main.stow');
    }
    const one = await toldOf(client, 'main.stow');
    await client.close('main.stow');
    await client.open('main.stow', now.getText());
    const other = await toldOf(client, 'main.stow');
    return JSON.stringify(one) === JSON.stringify(other);
  });
  const { counterexample, numRuns } = await fc.check(law, { numRuns: 60 });
  t.equal(counterexample, null, `tried ${numRuns} times`);
  t.same(client.logged, []);
});

t.test('a request that is cancelled costs nothing', async (t) => {
  const client = await open(t, stack);
  const source = new CancellationTokenSource();
  const answer = client.connection.sendRequest(
    SemanticTokensRequest.type,
    { textDocument: { uri: client.uri('main.stow') } },
    source.token,
  );
  source.cancel();
  try {
    await answer;
    t.pass('it was answered before it was cancelled');
  } catch (error) {
    t.ok(error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled);
  }
});

/** A server whose end can be awaited. */
function served() {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connect = (input: PassThrough, output: PassThrough) =>
    createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const ended = serve(() => connect(toServer, toClient));
  return { client: connect(toClient, toServer), ended, toServer };
}

t.test('the server ends when it is told to, and with its input', async (t) => {
  const polite = served();
  polite.client.listen();
  await polite.client.sendRequest('initialize', { processId: null, capabilities: {} });
  await polite.client.sendRequest(ShutdownRequest.type);
  await polite.client.sendNotification('exit');
  t.equal(await polite.ended, 0);
  const hasty = served();
  hasty.client.listen();
  await hasty.client.sendRequest('initialize', { processId: null, capabilities: {} });
  await hasty.client.sendNotification('exit');
  t.equal(await hasty.ended, 1, 'who forgets to shut down gets an error');
  const gone = served();
  gone.client.listen();
  await gone.client.sendRequest('initialize', { processId: null, capabilities: {} });
  gone.toServer.end();
  gone.toServer.destroy();
  t.equal(await gone.ended, 1);
});

t.test('a client that goes while a stack is compiled leaves no failure behind', async (t) => {
  for (const milliseconds of [0, 10, 30, 50, 100]) {
    const { client, ended, toServer } = served();
    client.listen();
    await client.sendRequest('initialize', { processId: null, capabilities: everything });
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri: 'untitled:a', languageId: 'stowage', version: 1, text: stack },
    });
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    toServer.end();
    toServer.destroy();
    t.equal(await ended, 1);
  }
});

t.test('a client that can do nothing gets what it understands', async (t) => {
  const client = await open(t, stack, { capabilities: {} });
  const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, {
    textDocument: { uri: client.uri('main.stow') },
  });
  t.match(symbols?.[0], { location: { uri: client.uri('main.stow') } });
  t.ok(everything.textDocument);
});
