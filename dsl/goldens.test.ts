/*
 * Whole stacks and all that comes of them, kept in fixtures/ and layered: what each stage makes of the
 * files. STOWAGE_UPDATE_GOLDENS=1 writes them anew, for review. The plan is one more layer, which a
 * test of the command adds, since the language knows no engine.
 */
import t from 'tap';
import { withoutAnnotations } from './testing/annotate.js';
import { readFixtures, writeGoldens } from './testing/fixtures.js';
import { layersOf } from './testing/layers.js';

const update = process.env.STOWAGE_UPDATE_GOLDENS === '1';
const isOwn = (layer: string): boolean => layer !== 'plan.txt';

for (const { name, setting, goldens } of readFixtures()) {
  t.test(name, async (t) => {
    t.ok(Object.keys(setting.files).length > 0, 'it has files');
    const layers = layersOf(setting);
    if (update) writeGoldens(name, layers, isOwn);
    const kept = update ? layers : goldens;
    t.same([...kept.keys()].filter(isOwn).sort(), [...layers.keys()].sort(), 'its layers');
    for (const [layer, text] of layers) t.equal(text, kept.get(layer), layer);
    for (const [path, text] of Object.entries(setting.files)) {
      const said = layers.get(`${path.replaceAll('/', '-')}.diagnostics`);
      if (said !== undefined) t.equal(withoutAnnotations(said), text, `${path} is in its messages`);
    }
  });
}
