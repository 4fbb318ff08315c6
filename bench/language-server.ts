/*
 * What an editor waits for in a stack of 10,000 lines: from an edit to completion, hover, outline,
 * colours, and to what is wrong, each through the built command and the real protocol. An answer is
 * to take less than 50 ms; what a compilation says follows when the typing pauses.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
} from 'vscode-languageserver-protocol/node';

const rounds = 15;
const lines = 10_000;

/** A resource of ten lines, which names the one before it. */
const resource = (index: number): string => `
/// Number ${index}.
container c${index} {
  image: "registry.example.org/app:1"
  env: { A: "v\${n}", B: ${index > 1 ? `c${index - 1}.hostname` : '"x"'} }
  ports: [127.0.0.1:${10_000 + index} -> 80]
  memory: ${64 + (index % 32)}MiB
  labels: team
  health: { test: ["true"], interval: 5s }
}
`;

function longStack(): string {
  const head = 'stack long\nparam n: int(1..3) = 2\nlet team = { team: "x" }\n';
  const count = Math.ceil((lines - 3) / 10);
  return head + Array.from({ length: count }, (_, index) => resource(index + 1)).join('');
}

const directory = mkdtempSync(join(tmpdir(), 'stowage-bench-'));
const uri = pathToFileURL(join(directory, 'main.stow')).href;
const server = spawn(process.execPath, ['dist/stowage.js', 'lsp', '--stdio'], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const connection = createProtocolConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
let hear: (diagnostics: readonly Diagnostic[]) => void = () => undefined;
connection.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) =>
  hear(diagnostics),
);
connection.onRequest('workspace/configuration', () => [{}]);
connection.onRequest('client/registerCapability', () => null);
connection.listen();

/** Resolves when something is published that a condition holds for. */
const published = (holds: (messages: readonly string[]) => boolean): Promise<void> =>
  new Promise((resolve) => {
    hear = (diagnostics) => {
      if (holds(diagnostics.map(textOf))) resolve();
    };
  });

const textOf = ({ message }: Diagnostic): string =>
  typeof message === 'string' ? message : message.value;

const text = longStack();
const middle = text.split('\n').findIndex((line, at) => at > lines / 2 && /^ {2}memory/.test(line));
let version = 1;

/** Replaces characters of a line in the middle. */
async function edit(from: number, to: number, put: string): Promise<void> {
  version += 1;
  const range = {
    start: { line: middle, character: from },
    end: { line: middle, character: to },
  };
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ range, text: put }],
  });
}

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await edit(2, 2, 'x');
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
    const settled = published((messages) => messages.length === 0);
    await edit(2, 3, '');
    await settled;
  }
  times.sort((a, b) => a - b);
  const at = (part: number): string => (times[Math.floor((rounds - 1) * part)] ?? 0).toFixed(0);
  process.stdout.write(`${name.padEnd(34)} ${at(0.5).padStart(6)} ms   worst ${at(1)} ms\n`);
}

const textDocument = { uri };
const at = { textDocument, position: { line: middle, character: 3 } };
const around = {
  start: { line: middle - 30, character: 0 },
  end: { line: middle + 30, character: 0 },
};
/** Waits after the edit for the answer alone: the request is sent right behind it. */
const ask = (method: string, params: object) => () => connection.sendRequest(method, params);

try {
  await connection.sendRequest('initialize', { processId: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  const opened = published((messages) => messages.length === 0);
  const started = performance.now();
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'stowage', version, text },
  });
  await connection.sendRequest('textDocument/documentSymbol', { textDocument });
  const first = performance.now() - started;
  await opened;
  const whole = performance.now() - started;
  process.stdout.write(`${text.split('\n').length} lines, ${Math.round(text.length / 1000)} kB\n`);
  process.stdout.write(`${'open -> outline'.padEnd(34)} ${first.toFixed(0).padStart(6)} ms\n`);
  process.stdout.write(`${'open -> compiled'.padEnd(34)} ${whole.toFixed(0).padStart(6)} ms\n`);
  await measure('edit -> completion', ask('textDocument/completion', at));
  await measure('edit -> hover', ask('textDocument/hover', at));
  await measure('edit -> definition', ask('textDocument/definition', at));
  await measure('edit -> outline', ask('textDocument/documentSymbol', { textDocument }));
  await measure('edit -> folding', ask('textDocument/foldingRange', { textDocument }));
  const colours = { textDocument, range: around };
  await measure('edit -> colours of a page', ask('textDocument/semanticTokens/range', colours));
  await measure('edit -> all colours', ask('textDocument/semanticTokens/full', { textDocument }));
  await measure('edit -> hints of a page', ask('textDocument/inlayHint', colours));
  await measure('edit -> references', () =>
    connection.sendRequest('textDocument/references', {
      textDocument,
      position: { line: 1, character: 6 },
      context: { includeDeclaration: true },
    }),
  );
  await measure('edit -> compiled', () =>
    published((messages) => messages.some((message) => message.includes('xmemory'))),
  );
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
} finally {
  connection.end();
  rmSync(directory, { recursive: true, force: true });
}
