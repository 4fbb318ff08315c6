/*
 * One mistake, one message: sources without mistakes get one each, and what is then said is counted.
 * A token is dropped, a name misspelt, or a literal of another type written. Nothing throws, and all
 * but a few mistakes give one or two errors.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Diagnostic } from '../model/index.js';
import { hasErrors } from '../model/index.js';
import { compileSetting } from './diagnostics/examples/compile-example.js';
import {
  diagnosticExamples,
  settingOf,
  type ExampleSetting,
} from './diagnostics/examples/index.js';
import { readFixtures } from './testing/fixtures.js';
import { readTokens, type Token } from './syntax/index.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** How many mistakes are made; each is compiled. */
const mistakesTried = 2000;
const wanted = { most: 2, percent: 98 };

interface Source {
  readonly name: string;
  readonly setting: ExampleSetting;
  readonly path: string;
}
interface Mistake {
  readonly what: 'drop' | 'misspell' | 'type';
  readonly source: Source;
  readonly text: string;
  /** For whoever looks for a cascade. */
  readonly where: string;
}

/** Every file of a setting, as a source of its own. */
const sourcesOf = (name: string, setting: ExampleSetting): readonly Source[] =>
  Object.keys(setting.files).map((path) => ({ name, setting, path }));

function stacksUnder(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.stow') && !path.includes('.params.'))
    .flatMap((path) => {
      const text = readFileSync(join(root, folder, path), 'utf8');
      return sourcesOf(`${folder}/${path}`, { files: { 'main.stow': text } });
    });
}

function sources(): readonly Source[] {
  const examples = Object.entries(diagnosticExamples).flatMap(([code, example]) =>
    sourcesOf(code, settingOf(example.right)),
  );
  const fixtures = readFixtures().flatMap(({ name, setting }) => sourcesOf(name, setting));
  const all = [...examples, ...fixtures, ...stacksUnder('examples')];
  return all.filter(({ setting }) => !hasErrors(compileSetting(setting).diagnostics));
}

function mistakesIn(source: Source): readonly Mistake[] {
  const text = source.setting.files[source.path] ?? '';
  return readTokens(source.path, text).flatMap((token) =>
    changesOf(token).map(([what, by]) => ({
      what,
      source,
      text: text.slice(0, token.span.start.offset) + by + text.slice(token.span.end.offset),
      where: `${what} ${JSON.stringify(token.text)} of ${source.name} ${source.path}:${token.span.start.line}:${token.span.start.column}`,
    })),
  );
}

/** What may go wrong with a token, and what stands there then. */
function changesOf({ kind, text }: Token): readonly (readonly [Mistake['what'], string])[] {
  switch (kind) {
    case 'comment':
      return [];
    case 'name':
      return [
        ['drop', ''],
        ['misspell', `${text.slice(0, 1)}x${text.slice(1)}`],
      ];
    case 'number':
      return [
        ['drop', ''],
        ['type', '"wrong"'],
      ];
    default:
      return [['drop', '']];
  }
}

function errorsAfter({ source, text }: Mistake): readonly Diagnostic[] {
  const files = { ...source.setting.files, [source.path]: text };
  return compileSetting({ ...source.setting, files }).diagnostics.filter(
    ({ severity }) => severity === 'error',
  );
}

t.test('a mistake gives a message or two', async (t) => {
  const all = sources().flatMap(mistakesIn);
  t.ok(all.length > mistakesTried / 4, `${all.length} mistakes can be made`);
  const every = Math.max(1, Math.floor(all.length / mistakesTried));
  const counts = new Map<number, number>();
  const many: string[] = [];
  for (const [index, mistake] of all.entries()) {
    if (index % every !== 0) continue;
    const errors = errorsAfter(mistake);
    counts.set(errors.length, (counts.get(errors.length) ?? 0) + 1);
    if (errors.length > wanted.most) {
      many.push(`${mistake.where}: ${errors.map(({ code }) => code).join(', ')}`);
    }
  }
  const tried = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const spread = [...counts].sort(([a], [b]) => a - b);
  t.comment(spread.map(([errors, count]) => `${errors} errors: ${count}`).join(', '));
  for (const line of many.slice(0, 40)) t.comment(line);
  t.ok(many.length * 100 <= tried * (100 - wanted.percent), `${many.length} of ${tried} give more`);
});
