/*
 * Moves pins to what their refs name now. Works on pins in memory: nothing is noted before all of it
 * has been fetched. A module that moves may use others than before, so the search starts again after
 * every one.
 */
import type { SourceFile } from '../../../dsl/index.js';
import type { CommandContext } from '../../command.js';
import { ModuleProblem } from '../git/module-problem.js';
import type { GitSource } from '../git/source.js';
import type { Pin, Pins } from '../lock-file.js';
import { fetchModule, fetchPinned, resolveSource, wasRewritten } from './fetch-module.js';
import { findModules, type FoundModules, type GitUse } from './find-modules.js';
import { fetchWorld, moduleWorld, type ModuleSettings } from './module-world.js';

/** What became of one pin. */
export type PinChange =
  | { readonly kind: 'pinned'; readonly source: string; readonly to: string }
  | { readonly kind: 'moved'; readonly source: string; readonly from: string; readonly to: string }
  | { readonly kind: 'kept'; readonly source: string; readonly to: string }
  | { readonly kind: 'dropped'; readonly source: string; readonly from: string };

export interface UpdatedPins {
  readonly pins: Pins;
  readonly changes: readonly PinChange[];
  readonly found: FoundModules;
}

export interface UpdateRequest {
  readonly files: readonly SourceFile[];
  readonly settings: ModuleSettings;
  /** Whether the pin of a use is to move; one without a pin always gets one. */
  readonly isWanted: (use: GitUse) => boolean;
  /** Whether refs that were rewritten are followed. */
  readonly force: boolean;
  /** Whether pins that no use asks for go. */
  readonly dropUnused: boolean;
}

/** Moves pins, fetching what they move to. @throws ModuleProblem, and then nothing is to be noted */
export async function updatePins(
  request: UpdateRequest,
  context: CommandContext,
): Promise<UpdatedPins> {
  const pins = new Map(request.settings.pins);
  const changes: PinChange[] = [];
  const done = new Set<string>();
  // Copies beside the stack are of the old pins.
  const settings: ModuleSettings = { ...request.settings, pins, withoutVendored: true };
  for (;;) {
    const found = findModules(request.files, moduleWorld(settings, context));
    const next = found.gitUses.find((use) => !done.has(use.source.key) && needsWork(use, request));
    if (!next) {
      // Of a file that is broken it is not known what it uses.
      if (request.dropUnused && !found.broken) changes.push(...dropUnused(pins, found));
      return { pins, changes, found };
    }
    const change = await updateOne(next, request, context);
    pins.set(next.source.key, change.pin);
    changes.push(...change.changes);
    done.add(next.source.key);
  }
}

const needsWork = (use: GitUse, { isWanted }: UpdateRequest): boolean =>
  use.pin === undefined || !use.present || isWanted(use);

interface UpdatedOne {
  readonly pin: Pin;
  readonly changes: readonly PinChange[];
}

async function updateOne(
  use: GitUse,
  request: UpdateRequest,
  context: CommandContext,
): Promise<UpdatedOne> {
  const { source, pin, present } = use;
  const world = fetchWorld(context);
  if (pin && !request.isWanted(use)) {
    // It stays, and has to be looked into for what it uses itself.
    await fetchPinned(source, pin, world);
    return { pin, changes: [] };
  }
  const resolved = await resolveSource(source, world);
  if (pin?.commit === resolved.commit) {
    if (!present) await fetchPinned(source, pin, world);
    return { pin, changes: [{ kind: 'kept', source: source.key, to: pin.commit }] };
  }
  if (pin && !request.force && (await wasRewritten(source, resolved, pin, world))) {
    throw rewritten(source, pin, resolved.commit);
  }
  const moved = await fetchModule(source, resolved, world);
  const to = moved.commit;
  return {
    pin: moved,
    changes: [
      pin
        ? { kind: 'moved', source: source.key, from: pin.commit, to }
        : { kind: 'pinned', source: source.key, to },
    ],
  };
}

const rewritten = ({ key }: GitSource, { commit }: Pin, now: string): ModuleProblem =>
  new ModuleProblem(
    `${key} was rewritten: it was ${commit}, and is ${now} now`,
    'The new commit does not follow from the pinned one, as after a force-push or when a tag is moved. Look at what it holds; `--force` follows it.',
  );

function dropUnused(pins: Map<string, Pin>, { gitUses }: FoundModules): readonly PinChange[] {
  const used = new Set(gitUses.map(({ source }) => source.key));
  return [...pins]
    .filter(([source]) => !used.has(source))
    .map(([source, { commit }]) => {
      pins.delete(source);
      return { kind: 'dropped', source, from: commit };
    });
}
