/*
 * The examples of planning's diagnostics: each is brought about in a directory and on a simulated
 * engine, and what planning then says is what planning-messages.ts has; its corrected form can be
 * planned. STOWAGE_UPDATE_GOLDENS=1 writes that table anew, for review.
 */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t from 'tap';
import { compile, renderDiagnostic } from '../../dsl/index.js';
import { emptyImageConfig, planningCodes } from '../../model/index.js';
import { allGoesWell, simulateEngine, type SimulatedEngine } from '../../planner/testing/index.js';
import { parseInvocation } from '../parse.js';
import { makePlan, makeRefreshPlan } from '../stack/make-plan.js';
import { askedOf } from '../stack/part.js';
import { planCommands } from '../table/plan.js';
import { refusingRegistries } from '../../providers/testing/index.js';
import { foundEarlier, planningExamples, type PlanningExample } from './planning-examples.js';
import { planningMessages } from './planning-messages.js';
import type { PlanningSide } from './planning-example.js';

const update = process.env.STOWAGE_UPDATE_GOLDENS === '1';
const table = new URL('../../../cli/explain/planning-messages.ts', import.meta.url);
const kept = new Map<string, string>(Object.entries(planningMessages));
const said = new Map<string, string>();
const id = '11111111-1111-4111-8111-111111111111';

interface Place {
  readonly directory: string;
  readonly engine: SimulatedEngine;
}

/** Says what planning says of a stack; nothing where it can be planned. */
async function messageOf(
  { files, command }: PlanningSide,
  { directory, engine }: Place,
): Promise<string> {
  const sources = new Map(
    files.filter(({ path }) => path.endsWith('.stow')).map(({ path, text }) => [path, text]),
  );
  const { value, diagnostics } = compile([...sources].map(([path, text]) => ({ path, text })));
  if (!value) throw new Error(diagnostics.map((one) => renderDiagnostic(one, sources)).join('\n'));
  const registries = refusingRegistries;
  const plan = command.includes('--refresh-only') ? makeRefreshPlan : makePlan;
  const made = await plan(engine, {
    stack: value,
    directory,
    id,
    registries,
    ...choiceOf(command),
  });
  const message = made.diagnostics.map((one) => renderDiagnostic(one, sources)).join('\n\n');
  return message.replaceAll(directory, '/srv/shop');
}

/** What the command line of an example chooses. */
function choiceOf(command: string) {
  const [, name, ...words] = command.split(' ');
  const definition = planCommands.find((one) => one.name === name);
  if (!definition) throw new Error(`there is no command ${name ?? ''}`);
  return askedOf(parseInvocation(definition, words));
}

/** Applies a stack to the simulated engine. */
async function apply(source: string, { directory, engine }: Place): Promise<void> {
  const { value } = compile([{ path: 'main.stow', text: source }]);
  if (!value) throw new Error('the stack has errors');
  const { plan } = await makePlan(engine, { stack: value, directory, id });
  if (!plan) throw new Error('the stack cannot be planned');
  for (const step of plan.steps) {
    await engine.perform(step, directory, {
      report: () => undefined,
      signal: new AbortController().signal,
    });
  }
  await engine.writeLedger(
    { name: value.name, id },
    { number: plan.generation, time: '2026-01-01T00:00:00Z', author: 'test', resources: {} },
  );
}

const image = (name: string): string => `registry.example.org/${name}:1`;
const onNetwork = `stack shop
network front {}
container web { image: "${image('web')}", networks: [front] }
`;
const labels = (stack: string, stackId: string) => ({
  'stowage.stack': stack,
  'stowage.stack-id': stackId,
  'stowage.address': 'volume.data',
});

/** What has to be so beside the files, by code; gives what ends it. */
const situations: Readonly<Record<string, (place: Place) => Promise<(() => void) | undefined>>> = {
  'stack-taken': async ({ engine }) => {
    const owner = labels('shop', '22222222-2222-4222-8222-222222222222');
    engine.world.volumes.set('shop-data', { name: 'shop-data', labels: owner, content: '' });
    return undefined;
  },
  'name-taken': async ({ engine }) => {
    engine.world.volumes.set('shop-data', { name: 'shop-data', labels: {}, content: '' });
    return undefined;
  },
  protected: async (place) => {
    await apply('stack shop\nvolume data { protect: true }\n', place);
    return undefined;
  },
  'name-fixed': async (place) => {
    await apply('stack shop\nnetwork front {}\n', place);
    return undefined;
  },
  'move-target-taken': async (place) => {
    const both = ['old', 'web'].map((name) => `container ${name} { image: "${image('web')}" }\n`);
    await apply(`stack shop\n${both.join('')}`, place);
    return undefined;
  },
  'in-use-by-others': async (place) => {
    const user = `container user { image: "${image('web')}", networks: [front] }\n`;
    await apply(`stack shop\nnetwork front {}\n${user}`, place);
    for (const [key, one] of place.engine.world.containers) {
      place.engine.world.containers.set(key, { ...one, labels: {} });
    }
    return undefined;
  },
  'outside-part': async (place) => {
    await apply(onNetwork, place);
    return undefined;
  },
  'too-many-deletions': async (place) => {
    const volumes = ['a', 'b', 'c', 'd'].map((name) => `volume ${name} {}\n`).join('');
    await apply(`stack shop\n${volumes}container web { image: "${image('web')}" }\n`, place);
    return undefined;
  },
  'drift-unsaid': async (place) => {
    await apply(onNetwork, place);
    for (const container of place.engine.world.containers.values()) container.state = 'paused';
    return undefined;
  },
  'ledger-lost': async (place) => {
    await apply(onNetwork, place);
    place.engine.world.ledgers.clear();
    return undefined;
  },
  'start-first-impossible': async (place) => {
    const ports = 'ports: [127.0.0.1:8080 -> 80]';
    await apply(`stack shop\ncontainer web { image: "${image('web')}", ${ports} }\n`, place);
    return undefined;
  },
  'import-missing': async ({ engine }) => {
    engine.world.volumes.set('shop-old', { name: 'shop-old', labels: {}, content: '' });
    return undefined;
  },
  'import-partial': async ({ engine }) => {
    const beyond = [{ text: 'driver nfs', weight: 'essential' }] as const;
    engine.world.volumes.set('nfs-data', { name: 'nfs-data', labels: {}, content: '', beyond });
    engine.world.volumes.set('shop-old', { name: 'shop-old', labels: {}, content: '' });
    return undefined;
  },
  'import-owned': async ({ engine }) => {
    const owner = labels('depot', '22222222-2222-4222-8222-222222222222');
    engine.world.volumes.set('depot-data', { name: 'depot-data', labels: owner, content: '' });
    engine.world.volumes.set('shop-old', { name: 'shop-old', labels: {}, content: '' });
    return undefined;
  },
  'port-taken': async ({ engine }) => {
    engine.world.host.listeners.set('0.0.0.0:8080/tcp', 'nginx (process 812)');
    return undefined;
  },
  'mount-source-missing': async ({ engine }) => {
    engine.world.host.missing.add('/srv/contnet');
    return undefined;
  },
  'mount-source-unseen': async ({ engine }) => {
    engine.world.host.isElsewhere = true;
    return undefined;
  },
  'volume-missing': async () => undefined,
  'network-missing': async () => undefined,
  'container-missing': async () => undefined,
  'subnet-taken': async ({ engine }) => {
    engine.world.host.routes.set('10.89.7.0/24', 'interface eth1');
    return undefined;
  },
  'address-taken': async (place) => {
    const user = `container user { image: "${image('web')}", networks: { front: { ipv4: "10.89.7.10" } } }\n`;
    await apply(`stack shop\nnetwork front { subnet: "10.89.7.0/24" }\n${user}`, place);
    for (const [key, one] of place.engine.world.containers) {
      place.engine.world.containers.set(key, { ...one, labels: {} });
    }
    return undefined;
  },
  'disk-full': async ({ engine }) => {
    engine.world.host.free = 0;
    return undefined;
  },
  'disk-nearly-full': async ({ engine }) => {
    engine.world.host.free = 300 * 2 ** 20;
    return undefined;
  },
  'mount-of-this-host': async ({ engine }) => {
    Object.assign(engine, { profile: { ...engine.profile, place: 'elsewhere' } });
    return undefined;
  },
  'content-not-compared': async ({ directory }) => {
    mkdirSync(join(directory, 'files'));
    writeFileSync(join(directory, 'files/film.mkv'), '');
    truncateSync(join(directory, 'files/film.mkv'), 2 * 2 ** 30);
    return undefined;
  },
  'signal-to-single-file': async ({ directory }) => {
    writeFileSync(join(directory, 'app.conf'), '');
    return undefined;
  },
  'base-unreadable': async ({ directory }) => {
    writeFileSync(join(directory, 'rootfs.tar'), Buffer.alloc(1024));
    return undefined;
  },
  'context-unsupported': async ({ directory }) => {
    execFileSync('mkfifo', [join(directory, 'app/control')]);
    return undefined;
  },
  'context-changed': async ({ directory }) => {
    const log = join(directory, 'app/access.log');
    mkdirSync(dirname(log), { recursive: true });
    // So much that others have a turn while it is read.
    writeFileSync(log, Buffer.alloc(64 << 20));
    const writing = setInterval(() => appendFileSync(log, 'GET /\n'), 0);
    return () => clearInterval(writing);
  },
};

async function inPlace(
  code: string,
  side: PlanningSide,
  check: (place: Place) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-example-'));
  const engine = simulateEngine();
  engine.setKnobs(allGoesWell);
  for (const name of ['web', 'base']) {
    const references = new Set([image(name)]);
    engine.world.images.set(name, { id: name, labels: {}, config: emptyImageConfig, references });
  }
  let end: (() => void) | undefined;
  try {
    for (const { path, text } of side.files) {
      const file = join(directory, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    end = await situations[code]?.({ directory, engine });
    await check({ directory, engine });
  } finally {
    end?.();
    rmSync(directory, { recursive: true });
  }
}

t.test('every code has an example', async (t) => {
  const shown = [...Object.keys(planningExamples), ...Object.keys(foundEarlier)];
  t.same(shown.sort(), Object.keys(planningCodes).sort());
});

for (const [code, example] of Object.entries<PlanningExample>(planningExamples)) {
  t.test(code, async (t) => {
    await inPlace(code, example.wrong, async (place) => {
      const message = await messageOf(example.wrong, place);
      t.match(message, new RegExp(`^(?:error|warning)\\[${code}\\]`));
      said.set(code, message);
      if (!update) t.equal(message, kept.get(code));
    });
    await inPlace(code, example.right, async (place) => {
      t.equal(await messageOf(example.right, place), '', 'the corrected form can be planned');
    });
  });
}

t.test('the table of messages', async (t) => {
  t.same([...said.keys()].sort(), Object.keys(planningExamples).sort());
  if (!update) return;
  const entries = [...said].map(([code, message]) => {
    const text = message.replace(/[`\\]|\$\{/g, '\\$&');
    return `  ${code.includes('-') ? `'${code}'` : code}: \`${text}\`,\n`;
  });
  writeFileSync(
    table,
    `/*
 * What planning says in each of its examples. Written by the test of the examples; do not edit it.
 */
export const planningMessages = {
${entries.join('')}} as const;
`,
  );
});
