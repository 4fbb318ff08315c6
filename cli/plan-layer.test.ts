/*
 * The last layer of the stacks under dsl/fixtures: what would be done on an engine that has nothing
 * but the images that they name. STOWAGE_UPDATE_GOLDENS=1 writes it anew, for review.
 */
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import t from 'tap';
import { renderDiagnostic } from '../dsl/index.js';
import { compileSetting, readFixtures, writeGoldens } from '../dsl/testing/index.js';
import { emptyImageConfig, type EngineReader } from '../model/index.js';
import { simulateEngine } from '../planner/testing/index.js';
import { renderPlan } from './render/plan-text.js';
import { makePlan } from './stack/make-plan.js';

const update = process.env.STOWAGE_UPDATE_GOLDENS === '1';
const layer = 'plan.txt';
const folder = fileURLToPath(new URL('../../dsl/fixtures/', import.meta.url));

/** An engine that has every image that anybody asks for. */
function bareEngine(): EngineReader {
  const engine = simulateEngine();
  return { ...engine, findImage: async (id) => ({ id, config: emptyImageConfig }) };
}

let planned = 0;
for (const { name, setting, goldens } of readFixtures()) {
  const { value: stack } = compileSetting(setting);
  if (!stack) continue;
  planned += 1;
  t.test(name, async (t) => {
    const directory = join(folder, name);
    const made = await makePlan(bareEngine(), { stack, directory, id: undefined });
    const sources = new Map(Object.entries(setting.files));
    const said = made.diagnostics.map((one) => renderDiagnostic(one, sources));
    const pen = { style: (_style: string, text: string) => text };
    const lines = made.plan ? renderPlan(made.plan, pen) : [];
    const text = `${[...said, ...lines].join('\n')}\n`
      .replaceAll(directory, '/srv/stack')
      // Content keys hold the modes of files, which are not the same in every checkout.
      .replace(/(?<=:)[0-9a-f]{16}(?=\))/g, 'KEY');
    if (update) writeGoldens(name, new Map([[layer, text]]), (one) => one === layer);
    else t.equal(text, goldens.get(layer));
    t.notSame(said.length + lines.length, 0, 'there is something to do');
  });
}

t.test('stacks without errors are planned', async (t) => {
  t.ok(planned > 0, `${planned} of them`);
});
