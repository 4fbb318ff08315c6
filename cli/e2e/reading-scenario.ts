/*
 * One plan on a real engine, read in every way: text, JSON by its published schema, JSON in a file,
 * Markdown, the graph, and the story of one resource. None of them writes.
 */
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Test } from 'tap';
import type { LimitKeeper } from './engine-under-test.js';
import { elements, members } from './json.js';
import { standHello } from './scenarios.js';
import { stowage } from './stowage.js';

/** What is changed by hand and in the files is told alike by all that tell of a plan. */
export async function readingScenario(t: Test, engine: LimitKeeper): Promise<void> {
  const schema: unknown = JSON.parse(readFileSync('docs/reference/plan.schema.json', 'utf8'));
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(Object(schema));
  const read = (text: string): unknown => {
    const document: unknown = JSON.parse(text);
    t.ok(validate(document), JSON.stringify(validate.errors));
    return document;
  };
  const stand = await standHello(t, engine);
  const file = resolve(stand.copy.directory, '..', `${engine.name}-plan.json`);
  const web = `hello_${engine.name}-web`;
  try {
    await stand.apply('--json-into', file);
    t.match(read(readFileSync(file, 'utf8')), { generation: 1, applyable: true });
    await engine.setMemory(web, 96 << 20);
    stand.copy.edit('main.stow', 'memory: 32MiB', 'memory: 64MiB');
    stand.copy.edit('main.stow', '"-h", "/www"]', '"-h", "/www", "-v"]');

    const text = await stand.run('plan', '--json-into', file);
    t.match(text.stdout, /risk: stops within 1s, then starts; the new one is healthy within 2m35s/);
    const json = await stand.run('plan', '--json');
    const change = {
      path: 'memory',
      before: 96 << 20,
      after: 64 << 20,
      origin: 'both',
      from: { before: 'live', after: 'declared' },
    };
    const replaced = elements(members(read(json.stdout))['resource_changes']).find(
      ({ address, verb }) => address === 'container.web' && verb === 'replace',
    );
    const memory = elements(replaced?.['changes']).find(({ path }) => path === 'memory');
    t.match(memory, change);
    t.same(read(readFileSync(file, 'utf8')), JSON.parse(json.stdout), 'the file has the same');

    const markdown = await stand.run('plan', '--format', 'markdown');
    t.equal(markdown.code, 0, markdown.text);
    t.match(markdown.stdout, '| ± | <code>container.web</code> | replace ⚠ |');
    t.match(markdown.stdout, '<code>96MiB</code> | <code>64MiB</code> | changed by hand and in');

    const graph = await stand.run('graph');
    t.match(graph.stdout, /^digraph plan \{\n/);
    t.match(graph.stdout, /"image\.page build-image" -> "container\.web stop-container"/);
    t.match(graph.stdout, /"recovery \d container\.web" \[style=dotted/);
    t.equal((await stand.run('graph')).stdout, graph.stdout, 'the same plan, the same graph');

    const words = ['container.web', stand.copy.directory, ...stand.parameters];
    const story = await stowage(['explain', ...words], { env: engine.env });
    t.equal(story.code, 0, story.text);
    t.match(story.stdout, /written {4}.*main\.stow:\d+:\d+\n {2}recorded {3}generation 1, /);
    t.match(story.stdout, /observed {3}\S+, id [0-9a-f]{12}, running, /);
    t.match(story.stdout, /files {5}64MiB\n {4}recorded {2}32MiB\n {4}engine {4}96MiB\n/);
    t.match(story.stdout, /because image\.page is built\n {4}because config\.command changed/);
    t.match(story.stdout, /what depends on it\n {2}container\.client \(healthy, by after/);

    await stand.apply();
    await stand.planIsEmpty();
    await stand.destroy(['visits']);
  } finally {
    rmSync(file, { force: true });
    stand.copy.remove();
  }
}
