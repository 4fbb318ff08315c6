/*
 * Whole files and all that comes of them, kept in fixtures/: messages as a reader sees them, the
 * formatted text, the evaluated stack. STOWAGE_UPDATE_GOLDENS=1 writes them anew, for review.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { compile, format, renderDiagnostic } from './index.js';

const fixtures = new URL('../../dsl/fixtures/', import.meta.url);
const update = process.env.STOWAGE_UPDATE_GOLDENS === '1';

/** Every layer of a case, by the name of its golden. */
function layersOf(files: readonly { path: string; text: string }[]): Map<string, string> {
  const layers = new Map<string, string>();
  const sources = new Map(files.map(({ path, text }) => [path, text]));
  const { value, diagnostics } = compile(files);
  if (diagnostics.length > 0) {
    const text = diagnostics.map((one) => renderDiagnostic(one, sources)).join('\n\n');
    layers.set('messages.txt', `${text}\n`);
  }
  if (value) {
    const withoutSpans = (key: string, inner: unknown) =>
      key === 'span' || key === 'spans' ? undefined : inner;
    layers.set('stack.json', `${JSON.stringify(value, withoutSpans, 2)}\n`);
  }
  for (const { path, text } of files) {
    const formatted = format(text, path).value;
    if (formatted !== undefined) layers.set(`${path}.formatted`, formatted);
  }
  return layers;
}

for (const name of readdirSync(fixtures)) {
  t.test(name, async (t) => {
    const folder = new URL(`${name}/`, fixtures);
    const goldens = new URL('goldens/', folder);
    const files = readdirSync(folder)
      .filter((file) => file.endsWith('.stow'))
      .map((path) => ({ path, text: readFileSync(new URL(path, folder), 'utf8') }));
    t.ok(files.length > 0, 'it has files');
    const layers = layersOf(files);
    if (update) {
      rmSync(goldens, { recursive: true, force: true });
      mkdirSync(goldens, { recursive: true });
      for (const [layer, text] of layers) writeFileSync(new URL(layer, goldens), text);
    }
    const kept = existsSync(goldens) ? readdirSync(goldens).sort() : [];
    t.same(kept, [...layers.keys()].sort(), 'its layers');
    for (const [layer, text] of layers) {
      if (kept.includes(layer)) {
        t.equal(text, readFileSync(new URL(layer, goldens), 'utf8'), layer);
      }
    }
  });
}
