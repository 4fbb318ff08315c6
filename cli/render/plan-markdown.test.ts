/*
 * What must hold of a plan as Markdown whatever users write: no markup but ours, by the word of a parser
 * of Markdown; no secret; never longer than the limit, and the most important kept.
 */
import fc from 'fast-check';
import { parsers } from 'prettier/plugins/markdown';
import t from 'tap';
import type { Action, Plan } from '../../model/index.js';
import { container, hostWith, newHost, shopStack, volume } from '../../planner/testing/index.js';
import { createMasker } from '../terminal/mask.js';
import { longestMarkdown, renderPlanMarkdown } from './plan-markdown.js';

const render = (plan: Plan, more: Partial<Parameters<typeof renderPlanMarkdown>[1]> = {}): string =>
  renderPlanMarkdown(plan, { engine: 'embedded', warnings: [], ...more });

/** Every node of a parsed document, as `type` or, of HTML, with its text. */
async function nodesOf(text: string): Promise<ReadonlySet<string>> {
  // The parser takes what it needs of the options from the text alone.
  const options = { originalText: text } satisfies Partial<
    Parameters<typeof parsers.markdown.parse>[1]
  >;
  const root: unknown = await Reflect.apply(parsers.markdown.parse, undefined, [text, options]);
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, value, lang, children }: Partial<Record<string, unknown>> = { ...node };
    const more = type === 'html' ? [value] : type === 'code' ? [lang] : [];
    found.add([type, ...more].map(String).join(' '));
    if (Array.isArray(children)) children.forEach(walk);
  };
  walk(root);
  return found;
}

const ours =
  /^(root|heading|paragraph|sentence|word|whitespace|text|strong|list|listItem|table|tableRow|tableCell|inlineCode|code diff|emphasis|html <\/?code>|html <details><summary>[^<>]*(<code>[^<>]*<\/code>[^<>]*)?<\/summary>|html <\/details>)$/;

/** A plan in which every text that comes from elsewhere is another. */
function withTexts(plan: Plan, text: string): Plan {
  const actions = plan.actions.map((action): Action => ({
    ...action,
    name: text,
    address: text,
    causes: [{ text }, { text }],
    risks: [{ kind: 'interrupts-service', text }],
    changes: [{ path: text, before: text, after: [text], origin: 'you', effect: 'in-place' }],
  }));
  return {
    ...plan,
    stack: { ...plan.stack, name: text },
    actions,
    outputs: [{ name: text, value: text }],
  };
}

const nasty = [
  '<script>alert(1)</script>',
  '</code></details><img src=x onerror=y>',
  '| a | b |',
  '`code` ``two``',
  '[a](javascript:x) ![b](http://example.org)',
  'https://example.org www.example.org a@example.org @team #12 !3',
  '**bold** _it_ ~~gone~~ $x$',
  '\n\n# heading\n- item\n\n    code',
  '&lt;b&gt; &#60; \\',
  '<!-- open',
  '</summary>',
  '\u202eevil\u0007',
];

t.test('nothing that users write becomes markup', async (t) => {
  const plan = await newHost().plan(shopStack());
  const raw = [...(await nodesOf('a <b>\n\n[x](y)\n'))].filter((node) => !ours.test(node));
  t.same(raw, ['html <b>', 'link'], 'the parser finds what is markup');
  for (const text of nasty) {
    const document = render(withTexts(plan, text), {
      warnings: [{ code: 'x', severity: 'warning', summary: text }],
      engine: text,
    });
    const odd = [...(await nodesOf(document))].filter((node) => !ours.test(node));
    t.same(odd, [], JSON.stringify(text));
    t.notMatch(document, /[\0-\x08\x0b-\x1f\u202a-\u202e]/);
    t.notMatch(document, /@team|:\/\/example|www\.example/);
  }
  const pieces = fc.array(fc.oneof(fc.constantFrom(...nasty), fc.string()), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(pieces, async (texts) => {
      const nodes = await nodesOf(render(withTexts(plan, texts.join(''))));
      return [...nodes].every((node) => ours.test(node));
    }),
    { numRuns: 60, seed: 7 },
  );
});

t.test('a secret is masked before it is escaped', async (t) => {
  const secret = 'p<w>_&|word';
  const masker = createMasker();
  masker.hide({ values: [secret] });
  const plan = withTexts(await newHost().plan(shopStack()), `postgres://u:${secret}@db`);
  const document = render(plan, { mask: (text) => masker.mask(text) });
  t.match(document, '(secret)');
  t.notMatch(document, /p&#60;w|word/);
});

t.test('a document keeps within its limit, and says what it leaves out', async (t) => {
  const many = Array.from({ length: 500 }, (_, index) =>
    container('web', { env: { A: 'a'.repeat(100) } }, { key: index }),
  );
  const host = await hostWith([volume('data'), ...many]);
  const next = many.map((_, index) =>
    container('web', { env: { A: `${'b'.repeat(50)}${index}` }, memory: 1 << 30 }, { key: index }),
  );
  const plan = await host.plan(next);
  const document = render(plan);
  t.ok(document.length <= longestMarkdown, `${document.length}`);
  t.ok(document.length > longestMarkdown * 0.8, 'there is no more room left than need be');
  t.match(document, /Left out, to stay within 65000 characters: \d+ of \d+ risks, \d+ of 501 rows/);
  t.match(document, /everything in volume shop-data is lost/, 'the loss of data is said first');
  t.match(document, /\| - \| <code>volume\.data<\/code> \| delete ⚠/);
  for (const limit of [1_000, 3_000, 20_000]) t.ok(render(plan, { limit }).length <= limit);
  const odd = [...(await nodesOf(document))].filter((node) => !ours.test(node));
  t.same(odd, []);
});

t.test('one action cannot take the place of all others', async (t) => {
  const env = (value: string) =>
    Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`V${index}`, value]));
  const host = await hostWith([container('a', { env: env('1') }), container('b')]);
  const document = render(
    await host.plan([
      container('a', { env: env('2') }),
      container('b', {
        memory: 1 << 30,
      }),
    ]),
  );
  t.match(document, /\d+ more changes are not shown\./);
  t.match(document, /<summary>update <code>container\.b<\/code>/);
});

t.test('secret outputs are named only', async (t) => {
  const plan = await newHost().plan([volume('data')]);
  const document = render({
    ...plan,
    outputs: [
      { name: 'key', secret: true },
      { name: 'later', unknown: true },
    ],
  });
  t.match(document, '- <code>key</code> = <code>(secret)</code>');
  t.match(document, '- <code>later</code> = <code>(known after apply)</code>');
});
