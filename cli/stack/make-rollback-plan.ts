/*
 * From a generation of the ledger and an engine to a plan that goes back to it. No file is read: what
 * the ledger has no more is looked for on the engine, and is an error where that has it neither.
 */
import {
  EngineError,
  hasErrors,
  type EngineReader,
  type Generation,
  type ImageConfig,
  type LedgerEntry,
  type ObserveQuery,
  type Plan,
} from '../../model/index.js';
import {
  checkAbilities,
  planBack,
  recordedStack,
  secrecyOf,
  type RecordedStack,
} from '../../planner/index.js';
import { fingerprint } from './fingerprint.js';
import type { KnownStack } from './identify.js';
import type { MadePlan } from './make-plan.js';
import { abilitiesOf, preflight } from './preflight.js';
import { recordedSecrets, secretPaths, shadePlan } from './shade-secrets.js';

export interface RollbackRequest {
  readonly stack: KnownStack;
  /** The generation to go back to. */
  readonly generation: Generation;
  /** How many deletions are allowed in words. */
  readonly allowedDeletions?: number;
  /** Told of secrets that the engine still has. */
  readonly conceal: (hidden: { readonly values: readonly string[] }) => void;
}

/** The names that an entry of the ledger wants in the engine. */
const namesOf = ({ kind, name, spec }: LedgerEntry): ObserveQuery['names'] =>
  [name, ...(kind === 'image' ? (spec.tags ?? []) : [])].map((one) => ({ kind, name: one }));

/** @throws EngineError where something of the generation cannot be had any more */
export async function makeRollbackPlan(
  reader: EngineReader,
  { stack, generation, allowedDeletions, conceal }: RollbackRequest,
): Promise<MadePlan> {
  const entries = Object.values(generation.resources);
  const [observation, configs] = await Promise.all([
    reader.observe({ stack, names: entries.flatMap((entry) => namesOf(entry)) }),
    imageConfigs(reader, generation),
  ]);
  const paths = secretPaths([], observation);
  const before = secretPaths([], { ledger: generation, objects: [] });
  conceal({
    values: [paths, before].flatMap((some) => recordedSecrets(some, observation)),
  });
  const secrecy = secrecyOf([], stack.id, fingerprint);
  const recorded = recordedStack({ generation, observation, secrecy, configs });
  checkWhole(recorded, generation);
  const resources = recorded.desired.map(({ resource }) => resource);
  const unable = checkAbilities(resources, abilitiesOf(reader));
  if (unable.length > 0) return { observation, diagnostics: unable };
  const { value, diagnostics } = planBack(generation, {
    stack,
    desired: recorded.desired,
    ...(allowedDeletions !== undefined && { allowedDeletions }),
    observation,
    fingerprint,
    verdict: (kind, change, wanted) => reader.verdict(kind, change, wanted),
  });
  if (!value) return { observation, diagnostics };
  checkBuildsNothing(value, generation);
  const obstacles = await preflight(reader, { plan: value, observation, resources });
  const all = new Map([...paths, ...before]);
  return {
    observation,
    diagnostics: [...diagnostics, ...obstacles],
    ...(hasErrors(obstacles) ? {} : { plan: shadePlan(value, all) }),
  };
}

/** Settings of the images that containers of a generation run from, of those that are there. */
async function imageConfigs(
  reader: EngineReader,
  { resources }: Generation,
): Promise<ReadonlyMap<string, ImageConfig>> {
  const names = new Set(
    Object.values(resources).flatMap((entry) =>
      entry.kind === 'container' ? [entry.spec.image] : [],
    ),
  );
  const found = await Promise.all(
    [...names].map(async (name) => {
      const image = await reader.findImage(name);
      return image ? [[name, image.config] as const] : [];
    }),
  );
  return new Map(found.flat());
}

function checkWhole({ lost }: RecordedStack, generation: Generation): void {
  if (lost.length > 0) throw notRecorded(generation, lost);
}

/** An image that stands at another address, or under no name, would have to be built from files. */
function checkBuildsNothing({ actions }: Plan, generation: Generation): void {
  const built = actions.filter(({ verb }) => verb === 'build');
  if (built.length === 0) return;
  const lines = built.map(({ address, name }) => `${address} is ${name}, which has to be built`);
  throw notRecorded(generation, lines);
}

function notRecorded({ number, commit }: Generation, lines: readonly string[]): EngineError {
  const from =
    commit === undefined
      ? 'It was applied from files outside of any repository: apply those again.'
      : `Its files are at commit ${commit}: check that out, and apply.`;
  return new EngineError(
    'not-found',
    `generation ${number} cannot be brought back from the ledger`,
    {
      lines,
      hint: from,
    },
  );
}
