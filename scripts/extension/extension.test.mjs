// The extension of Visual Studio Code: what is packed, whether its client loads, what its grammar
// colours, and whether its snippets are good text.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import t from 'tap';
import { compiledPath } from '../compile.mjs';
import { root } from '../sources.mjs';
import { bundleClient, packExtension, readPackage } from './package-extension.mjs';
import { loadGrammar, scopesOf } from './scopes.mjs';

const extension = join(root, 'editors/vscode');
const update = process.env.STOWAGE_UPDATE_GOLDENS === '1';

t.test('the package holds all that it speaks of', async (t) => {
  const bytes = await packExtension();
  const files = unzipSync(bytes);
  const json = JSON.parse(strFromU8(files['extension/package.json'] ?? new Uint8Array()));
  t.equal(json.name, 'stowage');
  const { languages, grammars, snippets } = json.contributes;
  const paths = [
    json.main,
    ...languages.map((/** @type {{ configuration: string }} */ one) => one.configuration),
    ...grammars.map((/** @type {{ path: string }} */ one) => one.path),
    ...snippets.map((/** @type {{ path: string }} */ one) => one.path),
  ];
  for (const path of paths) t.ok(files[`extension/${path.replace('./', '')}`], path);
  const manifest = strFromU8(files['extension.vsixmanifest'] ?? new Uint8Array());
  t.match(manifest, `Id="stowage" Version="${json.version}" Publisher="stowage"`);
  for (const [, path = ''] of manifest.matchAll(/Path="([^"]+)"/g)) t.ok(files[path], path);
  const types = strFromU8(files['[Content_Types].xml'] ?? new Uint8Array());
  for (const path of Object.keys(files)) {
    const end = /\.\w+$/.exec(path)?.[0] ?? '';
    t.ok(path === '[Content_Types].xml' || types.includes(`"${end}"`), `${path} has a type`);
  }
  t.notOk(files['extension/client/extension.ts'], 'no sources');
  t.ok(bytes.length < 400_000, `it has ${bytes.length} bytes`);
});

t.test('packing twice gives the same bytes', async (t) => {
  t.same(await packExtension(), await packExtension());
});

t.test('the version is that of the command', async (t) => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  t.equal(readPackage().version, version);
});

/**
 * A module `vscode` in which every name is a class, a function and a namespace at once, but for what
 * a test wants to see.
 * @param {Record<string, unknown>} known
 * @returns {any}
 */
function stub(known) {
  const anything = class {};
  return new Proxy(anything, {
    get: (target, name) => {
      if (name in known) return known[String(name)];
      if (name in target || typeof name === 'symbol') return Reflect.get(target, name);
      return stub({});
    },
    apply: () => stub({}),
  });
}

t.test('the client loads, offers its commands, and says when there is no server', async (t) => {
  const client = await bundleClient();
  const commands = new Set();
  /** @type {string[]} */
  const shown = [];
  const nothing = { dispose: () => undefined };
  const vscode = stub({
    version: '1.91.0',
    EventEmitter: class {
      event = () => nothing;
      fire() {}
      dispose() {}
    },
    commands: stub({
      registerCommand: (/** @type {string} */ name) => {
        commands.add(name);
        return { dispose: () => undefined };
      },
    }),
    window: stub({
      createOutputChannel: () => stub({ appendLine: () => undefined }),
      showErrorMessage: async (/** @type {string} */ message) => void shown.push(message),
    }),
    workspace: stub({
      workspaceFolders: [{ uri: { fsPath: '/here' } }],
      getConfiguration: () => ({ get: () => '${workspaceFolder}/no-such-command' }),
      onDidChangeConfiguration: () => ({ dispose: () => undefined }),
    }),
  });
  const module = new Module('extension.cjs');
  const require = createRequire(import.meta.url);
  module.require = Object.assign(
    (/** @type {string} */ name) => (name === 'vscode' ? vscode : require(name)),
    require,
  );
  const load = Function('module', 'exports', 'require', client);
  load(module, module.exports, module.require);
  t.match(Object.keys(module.exports).sort(), ['activate', 'deactivate', 'serverPath']);
  t.equal(module.exports.serverPath(), '/here/no-such-command');
  await module.exports.activate({ subscriptions: [] });
  t.same([...commands].sort(), ['stowage.restartServer', 'stowage.showOutput']);
  t.match(shown.join(), /no-such-command` could not be started/);
});

t.test('the grammar gives every piece its scope', async (t) => {
  const grammar = await loadGrammar();
  const text = readFileSync(join(extension, 'fixtures/whole.stow'), 'utf8');
  const golden = join(extension, 'goldens/whole.scopes.txt');
  const scopes = scopesOf(grammar, text);
  if (update) {
    mkdirSync(join(extension, 'goldens'), { recursive: true });
    writeFileSync(golden, scopes);
  }
  t.equal(scopes, readFileSync(golden, 'utf8'));
});

t.test('no scope of the grammar is left open by the examples', async (t) => {
  const grammar = await loadGrammar();
  for (const path of ['examples/hello/main.stow', 'examples/shop/main.stow']) {
    const text = `${readFileSync(join(root, path), 'utf8')}\nlet last = 1\n`;
    const end = scopesOf(grammar, text).split('> let last = 1\n')[1] ?? '';
    t.match(end, /^ {2}let {2}keyword\.declaration\.let$/m, path);
  }
});

/** What stands around a snippet, for those that need something. */
const around = new Map([
  ['Moved', 'container new { image: "x:1" }\n'],
  ['Import', 'container web { image: "x:1" }\n'],
  ['Stack', ''],
]);

/** A snippet as text: its places hold what they offer first.
 * @param {string} body
 * @returns {string} */
function expand(body) {
  let text = body.replace(/\\([$}\\])/g, (_all, sign) => `\u0001${sign.charCodeAt(0)}\u0002`);
  for (let before = ''; before !== text;) {
    before = text;
    text = text
      .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
      .replace(/\$\{\d+:([^$}]*)\}/g, '$1')
      .replace(/\$\{\d+\}|\$\d+/g, '');
  }
  return text.replace(/\u0001(\d+)\u0002/g, (_all, code) => String.fromCharCode(Number(code)));
}

t.test('every snippet compiles as it comes', async (t) => {
  const { compile, format } = await load('dsl/index.ts');
  /** @type {Record<string, { prefix: string, body: string[] }>} */
  const snippets = JSON.parse(readFileSync(join(extension, 'snippets/stowage.json'), 'utf8'));
  for (const [name, { body }] of Object.entries(snippets)) {
    const snippet = expand(body.join('\n'));
    const path = name === 'Test' ? 'main.test.stow' : 'main.stow';
    const before = name === 'Stack' ? '' : 'stack shop\n';
    const files = [
      {
        path: 'main.stow',
        text: `${before}${around.get(name) ?? ''}${path === 'main.stow' ? snippet : ''}\n`,
      },
    ];
    const module = { kind: 'module', directory: 'm', files: [{ path: 'm/a.stow', text: '' }] };
    const { diagnostics } = compile(files, { resolveModule: () => module });
    const errors = diagnostics.filter(
      (/** @type {{ severity: string }} */ one) => one.severity === 'error',
    );
    t.same(errors, [], name);
    t.ok(format(`${snippet}\n`, path).value !== undefined, `${name} can be formatted`);
  }
});

t.test('every setting that the server reads is one of the extension', async (t) => {
  const { readSettings } = await load('cli/lsp/settings.ts');
  const { properties } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'))
    .contributes.configuration;
  const names = Object.entries(readSettings({})).flatMap(([name, value]) =>
    name === 'inlayHints' ? Object.keys(value).map((key) => `${name}.${key}`) : [name],
  );
  for (const name of names) t.ok(properties[`stowage.${name}`], name);
  const hints = Object.entries(readSettings({}).inlayHints);
  for (const [name, value] of hints) {
    t.equal(properties[`stowage.inlayHints.${name}`].default, value, `the default of ${name}`);
  }
});

t.test('the fixture is good text', async (t) => {
  const { parse } = await load('dsl/syntax/index.ts');
  const text = readFileSync(join(extension, 'fixtures/whole.stow'), 'utf8');
  t.same(parse('whole.stow', text).diagnostics, []);
});

/**
 * A transpiled module, by the path of its source.
 * @param {string} source
 * @returns {Promise<any>}
 */
function load(source) {
  const path = join(root, compiledPath(source));
  t.ok(existsSync(path), source);
  return import(pathToFileURL(path).href);
}
