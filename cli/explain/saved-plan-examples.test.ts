/*
 * The examples of refused plans: each is brought about on the simulated engine, and what is then said
 * is what the example has.
 */
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { container, hostWith, newHost } from '../../planner/testing/index.js';
import { planDigest } from '../apply/plan-digest.js';
import { checkEngine, checkFiles, checkGeneration, checkStack } from '../saved-plan/checks.js';
import { savedPlanCodes, type SavedPlanCode } from '../saved-plan/codes.js';
import { decodePlan } from '../saved-plan/decode.js';
import { refusalDiagnostic, refusalText, type Refusal } from '../saved-plan/refusal.js';
import { digestSources } from '../saved-plan/sources.js';
import { decoded, refusalOf, save } from '../saved-plan/testing/saved.js';
import { scratchDirectory } from '../stack/testing/repositories.js';
import { writeFiles } from '../stack/testing/write-files.js';
import { savedPlanExamples } from './saved-plan-examples.js';

const stack = (mebibytes: number) => [container('web', { memory: mebibytes * 1024 ** 2 })];
const fresh = async () => (await save(newHost(), stack(64))).text;
const damaged = async (change: (text: string) => string, key?: string) =>
  decodePlan(Buffer.from(change(await fresh())), key);
const engine = { engine: 'embedded', version: '0.1.0', address: '/var/lib/stowage' };
const docker = { engine: 'docker', version: '28.1.0', address: 'unix:///run/docker.sock' };

/** How each of them comes about. */
const situations: Readonly<Record<SavedPlanCode, (t: Test) => unknown>> = {
  'plan-damaged': () => damaged((text) => text.replace('shop-web', 'shop-wed')),
  'plan-unknown-format': () =>
    damaged((text) => text.replace('"format_version":"1.0"', '"format_version":"2.0"')),
  'plan-unsealed': () => damaged((text) => text, 'a key'),
  'plan-other-engine': () => checkEngine(engine, docker),
  'plan-other-stack': async () =>
    checkStack(decoded(await fresh()), '22222222-2222-4222-8222-222222222222'),
  'plan-engine-updated': () => checkEngine(docker, { ...docker, version: '28.2.0' }),
  'plan-files-changed': (t) => {
    const directory = scratchDirectory(t);
    writeFiles(directory, { 'main.stow': 'stack shop\n' });
    const filesRead = new Set([join(directory, 'main.stow')]);
    const sources = digestSources({ directory, filesRead, listings: [] }, '/cache', {});
    writeFiles(directory, { 'main.stow': 'stack depot\n' });
    return checkFiles({ secrets: { needed: false }, sources }, directory);
  },
  'plan-secret-changed': async () => {
    const host = newHost();
    const { text } = await save(host, [container('web', { env: { A: 'canary' } })], ['canary']);
    return refusalOf(host, text, ['another']);
  },
  'plan-applied': async () => {
    const host = await hostWith(stack(64));
    const { plan, text } = await save(host, stack(128));
    await host.carryOut(plan);
    const { ledger } = await host.observe(stack(128));
    if (!ledger) throw new Error('nothing was recorded');
    const recorded = { ledger: { ...ledger, digest: planDigest(plan) } };
    return checkGeneration(decoded(text), recorded, plan);
  },
  'plan-outdated': async () => {
    const host = await hostWith(stack(64));
    const { text } = await save(host, stack(128));
    await host.byHand({ do: 'set', name: 'shop-web', settings: { memory: 128 * 1024 ** 2 } });
    return refusalOf(host, text);
  },
};

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';

t.test('every code has an example', (t) => {
  t.same(Object.keys(savedPlanExamples).sort(), Object.keys(savedPlanCodes).sort());
  t.end();
});

for (const [code, bringAbout] of Object.entries(situations)) {
  t.test(code, async (t) => {
    const refusal = await bringAbout(t);
    if (!isRefusal(refusal)) throw new Error(`${code}: nothing was refused`);
    t.equal(refusal.code, code);
    const said = refusalText(refusalDiagnostic('shop.plan', refusal));
    t.equal(
      said,
      Object.entries(savedPlanExamples).find(([one]) => one === code)?.[1].wrong.message,
    );
  });
}
