/*
 * Every code of the language has an example, which gives that code and no other, and a corrected
 * form of it, about which there is nothing to say; both are in canonical form where they can be.
 */
import t from 'tap';
import { format, renderDiagnostic } from '../index.js';
import { diagnosticCodes } from './codes.js';
import { compileExample } from './examples/compile-example.js';
import { diagnosticExamples, settingOf, type DiagnosticExample } from './examples/index.js';

const examples = Object.entries<DiagnosticExample | undefined>(diagnosticExamples);

t.test('every code has an example', async (t) => {
  const without = Object.keys(diagnosticCodes).filter(
    (code) => !examples.some(([other]) => other === code),
  );
  t.same(without, []);
});

for (const [code, example] of examples) {
  if (!example) continue;
  t.test(code, async (t) => {
    const wrong = compileExample(example.wrong);
    const shown = wrong.diagnostics.map((one) => renderDiagnostic(one, wrong.sources)).join('\n');
    t.same([...new Set(wrong.diagnostics.map((one) => one.code))], [code], shown);
    const right = compileExample(example.right);
    const left = right.diagnostics.map((one) => renderDiagnostic(one, right.sources));
    t.same(left, [], 'the corrected form says nothing');
    for (const source of [example.wrong, example.right]) {
      for (const [path, text] of Object.entries(settingOf(source).files)) {
        const { value = text } = format(text, path);
        t.equal(value, text, `${path} is in canonical form`);
      }
    }
  });
}

/** What ends the run, what needs the name of the stack, and what is not looked for beside errors. */
const onlyAlone = new Set(['nesting-too-deep', 'name-clash', 'unneeded-allow']);

t.test('mistakes of many files are all found in one run', async (t) => {
  // Each in a module of its own; what only a stack may declare stays out.
  const snippets = examples.flatMap(([code, example]) =>
    typeof example?.wrong === 'string' && !/^(?:secret|engine|moved) /m.test(example.wrong)
      ? [{ code, text: example.wrong }]
      : [],
  );
  const alone = snippets.filter(({ code }) => !onlyAlone.has(code));
  const uses = alone.map(({ code }, index) => `use "./${code}" as m${index}\n`);
  const modules = alone.map(({ code, text }) => [`${code}/main.stow`, text] as const);
  const { diagnostics } = compileExample({
    files: { 'main.stow': `stack many\n${uses.join('')}`, ...Object.fromEntries(modules) },
  });
  t.ok(alone.length > 30, `${alone.length} mistakes`);
  for (const { code } of alone) {
    const found = diagnostics.filter(({ span }) => span?.file === `${code}/main.stow`);
    t.ok(
      found.some((one) => one.code === code),
      `${code}: ${found.map((one) => one.code).join(', ')}`,
    );
  }
});
