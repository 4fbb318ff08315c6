/* The language server over the protocol, with the client library that editors use. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import {
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { startClient, type Client } from './testing/client.js';
import {
  edited,
  none,
  ofCode,
  open,
  rangeAt,
  some,
  stack,
  unmark,
  wholeOf,
} from './testing/documents.js';

t.test('the server says what it can do', async (t) => {
  const client = await startClient();
  t.teardown(() => client.end());
  const { serverInfo, capabilities } = client.initialized;
  t.equal(serverInfo?.name, 'stowage');
  t.match(capabilities, {
    hoverProvider: true,
    renameProvider: { prepareProvider: true },
    documentFormattingProvider: true,
    semanticTokensProvider: { full: { delta: true }, range: true },
    inlayHintProvider: true,
  });
});

t.test('diagnostics follow the typing, and go with the document', async (t) => {
  const client = await open(t, `${stack}let x = y\n`);
  const found = ofCode(
    await client.diagnostics('main.stow', (codes) => codes.includes('undefined-name')),
    'undefined-name',
  );
  t.match(found, {
    range: rangeAt(13, 8, 9),
    severity: 1,
    source: 'stowage',
    message: /nothing is called `y`/,
    codeDescription: { href: 'stowage-page:/undefined-name.md' },
  });
  await client.change('main.stow', { range: rangeAt(13, 8, 9), text: '1' });
  const unused = ofCode(
    await client.diagnostics('main.stow', (codes) => codes.includes('unused-name')),
    'unused-name',
  );
  t.same(unused?.tags, [1], 'what is not used is shown as needless');
  await client.change('main.stow', { range: wholeOf(`${stack}\n\n`), text: stack });
  await client.diagnostics('main.stow', none);
  await client.change('main.stow', { text: 'stack shop\nlet = 1\n' });
  await client.diagnostics('main.stow', (codes) => codes.length > 0 && !codes.includes('no-stack'));
  await client.close('main.stow');
  await client.diagnostics('main.stow', none);
  t.same(client.logged, []);
});

t.test('the page of a code can be opened', async (t) => {
  const client = await open(t, 'stack s\nlet x = y\n');
  const found = ofCode(
    await client.diagnostics('main.stow', (codes) => codes.includes('undefined-name')),
    'undefined-name',
  );
  const uri = found?.codeDescription?.href;
  const page: unknown = await client.connection.sendRequest('workspace/textDocumentContent', {
    uri,
  });
  t.match(page, { text: /^# undefined-name/ });
  const bare = await open(t, 'stack s\nlet x = y\n', {
    capabilities: {},
    settings: { documentation: 'https://docs.example.org/diagnostics' },
  });
  const other = ofCode(
    await bare.diagnostics('main.stow', (codes) => codes.includes('undefined-name')),
    'undefined-name',
  );
  t.equal(other?.codeDescription?.href, 'https://docs.example.org/diagnostics/undefined-name.md');
});

t.test('files of a directory are one stack, open or not', async (t) => {
  const client = await open(t, 'stack s\nlet a = b\noutput o = a\n', {
    files: { 'main.stow': 'not this', 'other.stow': 'let b = 1\nlet c = 2\n' },
  });
  await client.diagnostics('other.stow', (codes) => codes.join() === 'unused-name');
  t.pass('what is wrong in a closed file is said there');
  await client.open('other.stow', 'let d = 1\n');
  await client.diagnostics('main.stow', (codes) => codes.includes('undefined-name'));
  t.pass('an open document counts instead of its file');
  await client.close('other.stow');
  await client.diagnostics('main.stow', none);
  client.write('other.stow', 'let e = 1\n');
  await client.diagnostics('main.stow', (codes) => codes.includes('undefined-name'));
  t.pass('a file that changes on disk is read again');
  rmSync(join(client.directory, 'other.stow'));
  await client.diagnostics('other.stow', none);
  t.pass('one that is gone has no diagnostics');
});

t.test('related places are told to those who can show them', async (t) => {
  const text = 'stack s\nlet a = 1\nlet a = 2\noutput o = a\n';
  const client = await open(t, text);
  const found = ofCode(
    await client.diagnostics('main.stow', (codes) => codes.includes('duplicate-name')),
    'duplicate-name',
  );
  t.match(found?.relatedInformation, [
    { location: { range: rangeAt(1, 4, 5) }, message: /declared here/ },
  ]);
  const bare = await open(t, text, { capabilities: {} });
  const other = ofCode(
    await bare.diagnostics('main.stow', (codes) => codes.includes('duplicate-name')),
    'duplicate-name',
  );
  t.equal(other?.relatedInformation, undefined);
});

const module = {
  'modules/pg/main.stow':
    'param version: string\ncontainer db { image: "pg:${version}" }\noutput address = db.hostname\n',
};

t.test('a module is compiled with the stack that uses it', async (t) => {
  const text = 'stack s\nuse "./modules/pg" as pg { version: "1" }\noutput o = pg.address\n';
  const client = await open(t, text, { files: { ...module, 'main.stow': text } });
  await client.open('modules/pg/main.stow', module['modules/pg/main.stow'].replace('db.h', 'dc.h'));
  await client.diagnostics('modules/pg/main.stow', (codes) => codes.includes('undefined-name'));
  await client.change('modules/pg/main.stow', { text: 'param size: int\n' });
  await client.diagnostics('main.stow', some);
  t.pass('what a module no longer gives is missed where it is used');
  const targets = await client.connection.sendRequest(
    DefinitionRequest.type,
    client.at('main.stow', { line: 1, character: 28 }),
  );
  t.same(targets, []);
});

t.test('the files that a stack reads are watched', async (t) => {
  const text = 'stack s { environment: [] }\noutput o = length(file("a.txt"))\n';
  const client = await startClient({ files: { 'a.txt': 'abc' } });
  t.teardown(() => client.end());
  await client.open('main.stow', text);
  await client.diagnostics('main.stow', none);
  const hover = async () =>
    client.connection.sendRequest(
      HoverRequest.type,
      client.at('main.stow', { line: 1, character: 8 }),
    );
  t.match(await hover(), { contents: { value: /Value: `3`/ } });
  const compiled = client.nextPublication('main.stow');
  client.write('a.txt', 'abcde');
  await compiled;
  t.match(await hover(), { contents: { value: /Value: `5`/ } });
});

t.test('completion comes with snippets for those who know them', async (t) => {
  const { text, position } = unmark(`${stack}container c {\n  image: "x:1"\n  he<|>\n}\n`);
  const ask = async (client: Client) => {
    const items = await client.connection.sendRequest(
      CompletionRequest.type,
      client.at('main.stow', position),
    );
    return (Array.isArray(items) ? items : []).find(({ label }) => label === 'health');
  };
  t.match(await ask(await open(t, text)), {
    insertTextFormat: 2,
    textEdit: { range: rangeAt(15, 2, 4), newText: 'health: { test: $1 }' },
    documentation: { kind: 'markdown', value: /means that it is healthy/ },
  });
  const plain = await ask(await open(t, text, { capabilities: {} }));
  t.match(plain, { textEdit: { newText: 'health: { test:  }' } });
  t.equal(plain?.insertTextFormat, undefined);
});

t.test('hover shows types, words and values', async (t) => {
  const { text, position } = unmark(stack.replace('HOST: host', 'HOST: ho<|>st'));
  const client = await open(t, text);
  await client.diagnostics('main.stow', none);
  const hover = await client.connection.sendRequest(
    HoverRequest.type,
    client.at('main.stow', position),
  );
  t.same(hover?.contents, {
    kind: 'markdown',
    value: '```stowage\nlet host: string\n```\n\nValue: `"h2"`',
  });
  await client.change('main.stow', { range: rangeAt(0, 0, 0), text: '// one more line\n' });
  const later = await client.connection.sendRequest(
    HoverRequest.type,
    client.at('main.stow', { ...position, line: position.line + 1 }),
  );
  t.match(later?.contents, { value: /"h2"/ }, 'the value moves with its expression');
});

t.test('a secret is not shown', async (t) => {
  const text = 'stack s\nsecret token { env: "HOME" }\nlet a = "x${token}"\noutput o = a\n';
  const client = await open(t, text);
  await client.diagnostics('main.stow', none);
  const hover = await client.connection.sendRequest(
    HoverRequest.type,
    client.at('main.stow', { line: 2, character: 4 }),
  );
  t.match(hover?.contents, { value: /\(secret\)/ });
  t.notMatch(JSON.stringify(hover), process.env['HOME'] ?? '/root');
});

t.test('signatures follow the arguments', async (t) => {
  const { text, position } = unmark(
    'stack s\nfn f(a: int, b: string): int = a\nlet x = f(1, <|>\n',
  );
  const client = await open(t, text);
  const help = await client.connection.sendRequest(
    SignatureHelpRequest.type,
    client.at('main.stow', position),
  );
  t.match(help, {
    activeParameter: 1,
    signatures: [{ label: 'f(a: int, b: string): int', parameters: [{ label: 'a: int' }, {}] }],
  });
});

t.test('names lead to each other', async (t) => {
  const { text, position } = unmark(stack.replace('HOST: host', 'HOST: <|>host'));
  const client = await open(t, text);
  const at = client.at('main.stow', position);
  t.match(await client.connection.sendRequest(DefinitionRequest.type, at), [
    { targetUri: client.uri('main.stow'), targetSelectionRange: rangeAt(5, 4, 8) },
  ]);
  const bare = await open(t, text, { capabilities: {} });
  t.match(
    await bare.connection.sendRequest(DefinitionRequest.type, bare.at('main.stow', position)),
    [{ uri: bare.uri('main.stow'), range: rangeAt(5, 4, 8) }],
  );
  const references = await client.connection.sendRequest(ReferencesRequest.type, {
    ...at,
    context: { includeDeclaration: false },
  });
  t.equal(references?.length, 2);
  const highlights = await client.connection.sendRequest(DocumentHighlightRequest.type, at);
  t.same(
    highlights?.map(({ kind }) => kind),
    [3, 2, 2],
  );
});

t.test('a rename is an edit of all files', async (t) => {
  const client = await open(t, 'stack s\nlet a = b\noutput o = a\n', {
    files: { 'other.stow': 'let b = 1\nlet c = b\noutput p = c\n' },
  });
  const at = client.at('main.stow', { line: 1, character: 8 });
  t.same(await client.connection.sendRequest(PrepareRenameRequest.type, at), rangeAt(1, 8, 9));
  const edit = await client.connection.sendRequest(RenameRequest.type, { ...at, newName: 'd' });
  t.match(edit, {
    documentChanges: [
      { textDocument: { uri: client.uri('main.stow'), version: 1 }, edits: [{ newText: 'd' }] },
      { textDocument: { uri: client.uri('other.stow'), version: null }, edits: [{}, {}] },
    ],
  });
  await t.rejects(
    client.connection.sendRequest(RenameRequest.type, { ...at, newName: 'a' }),
    /called `a` already/,
  );
  const nowhere = client.at('main.stow', { line: 0, character: 1 });
  t.equal(await client.connection.sendRequest(PrepareRenameRequest.type, nowhere), null);
});

t.test('outlines, folds, selections and links', async (t) => {
  const text = `${stack}let conf = file("conf/a.txt")\n`;
  const client = await open(t, text, { files: { 'conf/a.txt': 'x' } });
  const document = { textDocument: { uri: client.uri('main.stow') } };
  const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, document);
  t.same(
    symbols?.map(({ name }) => name),
    ['shop', 'replicas', 'host', 'web', 'all', 'conf'],
  );
  const folds = await client.connection.sendRequest(FoldingRangeRequest.type, document);
  t.match(folds, [{ startLine: 7, endLine: 9 }]);
  const selections = await client.connection.sendRequest(SelectionRangeRequest.type, {
    ...document,
    positions: [{ line: 5, character: 17 }],
  });
  t.match(selections, [{ range: rangeAt(5, 15, 23), parent: { range: rangeAt(5, 13, 24) } }]);
  const links = await client.connection.sendRequest(DocumentLinkRequest.type, document);
  t.match(links, [{ range: rangeAt(13, 17, 27), target: client.uri('conf/a.txt') }]);
  const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'repl' });
  t.match(found, [{ name: 'replicas', location: { uri: client.uri('main.stow') } }]);
});

t.test('formatting changes the lines that need it', async (t) => {
  const text = 'stack s\nlet a =    1\n\n\n\nlet b = 2\nlet c={d:a}\noutput o = [b,c]\n';
  const client = await open(t, text);
  const document = { textDocument: { uri: client.uri('main.stow') } };
  const options = { tabSize: 8, insertSpaces: false };
  const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
    ...document,
    options,
  });
  t.equal(
    edited(text, edits ?? []),
    'stack s\nlet a = 1\n\nlet b = 2\nlet c = { d: a }\noutput o = [b, c]\n',
  );
  t.ok(
    (edits ?? []).every(({ range }) => range.start.line > 0),
    'the first line is left alone',
  );
  const part = await client.connection.sendRequest(DocumentRangeFormattingRequest.type, {
    ...document,
    options,
    range: rangeAt(1, 0, 5),
  });
  t.equal(edited(text, part ?? []), text.replace('=    1', '= 1'));
  await client.change('main.stow', { text: 'let let = = {\n' });
  t.same(
    await client.connection.sendRequest(DocumentFormattingRequest.type, { ...document, options }),
    [],
    'what has mistakes is left alone',
  );
});

t.test('colours come whole, as differences, and in part', async (t) => {
  const client = await open(t, stack);
  const document = { textDocument: { uri: client.uri('main.stow') } };
  const first = await client.connection.sendRequest(SemanticTokensRequest.type, document);
  t.equal((first?.data.length ?? 0) % 5, 0);
  await client.change('main.stow', { range: rangeAt(5, 4, 8), text: 'place' });
  const delta = await client.connection.sendRequest(SemanticTokensDeltaRequest.type, {
    ...document,
    previousResultId: first?.resultId ?? '',
  });
  const data = [...(first?.data ?? [])];
  if (delta && 'edits' in delta) {
    for (const { start, deleteCount, data: put = [] } of delta.edits) {
      data.splice(start, deleteCount, ...put);
    }
  }
  const whole = await client.connection.sendRequest(SemanticTokensRequest.type, document);
  t.same(data, whole?.data, 'the difference leads to what a whole answer is');
  const part = await client.connection.sendRequest(SemanticTokensRangeRequest.type, {
    ...document,
    range: rangeAt(3, 0, 5),
  });
  t.ok((part?.data.length ?? 0) > 0 && (part?.data.length ?? 0) < (whole?.data.length ?? 0));
});

t.test('hints show values, as the settings say', async (t) => {
  const client = await open(t, stack);
  await client.diagnostics('main.stow', none);
  const hints = async (): Promise<string[]> => {
    const found = await client.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri: client.uri('main.stow') },
      range: wholeOf(stack),
    });
    return (found ?? []).map(
      ({ label, position }) => `${position.line}${typeof label === 'string' ? label : '?'}`,
    );
  };
  t.same(await hints(), ['5 = "h2"', '12 = "h2/web-0"']);
  client.settings = { inlayHints: { declarations: false, interpolations: false, addresses: true } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.asked('workspace/configuration');
  t.same(await hints(), ['12 = "web-0"']);
});

t.test('params may have values while editing', async (t) => {
  const text = 'stack s\nparam n: int\noutput o = n + 1\n';
  const client = await open(t, text, { settings: { params: { n: 4 } } });
  await client.diagnostics('main.stow', none);
  const hover = await client.connection.sendRequest(
    HoverRequest.type,
    client.at('main.stow', { line: 2, character: 7 }),
  );
  t.match(hover?.contents, { value: /Value: `5`/ });
  const bare = await open(t, text);
  await bare.diagnostics('main.stow', none);
  t.pass('one without a value is no mistake in an editor');
});

t.test('every fix is an action, and all of them are one', async (t) => {
  const text = 'stack s\ncontainer c {\n  imag: "x:1"\n  memoy: 1GiB\n}\n';
  const client = await open(t, text);
  await client.diagnostics('main.stow', (codes) => codes.length > 1);
  const textDocument = { uri: client.uri('main.stow') };
  const [fix] =
    (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: rangeAt(3, 3, 3),
      context: { diagnostics: [] },
    })) ?? [];
  t.match(fix, { title: 'Write `memory`', kind: 'quickfix', isPreferred: true });
  const [all] =
    (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: wholeOf(text),
      context: { diagnostics: [], only: ['source.fixAll'] },
    })) ?? [];
  t.match(all, {
    kind: 'source.fixAll.stowage',
    edit: { changes: { [textDocument.uri]: [{ newText: 'image' }, { newText: 'memory' }] } },
  });
});

t.test('an expression can be given a name, and a lint be allowed', async (t) => {
  const text = 'stack s\ncontainer c {\n  image: "x"\n  memory: 512MiB * 2\n}\n';
  const client = await open(t, text);
  await client.diagnostics('main.stow', (codes) => codes.includes('unpinned-image'));
  const textDocument = { uri: client.uri('main.stow') };
  const [extract] =
    (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: rangeAt(3, 10, 20),
      context: { diagnostics: [], only: ['refactor'] },
    })) ?? [];
  t.match(extract, { title: 'Extract to `let memory`', kind: 'refactor.extract' });
  const actions =
    (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: rangeAt(2, 9, 12),
      context: { diagnostics: [], only: ['quickfix'] },
    })) ?? [];
  t.match(
    actions.find(({ title }) => title.startsWith('Allow')),
    {
      edit: { documentChanges: [{ edits: [{ newText: '  // stowage: allow unpinned-image\n' }] }] },
    },
  );
});
