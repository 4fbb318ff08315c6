/* `stowage drift`: recorded against observed. Files are read only where a directory says which stack. */
import type { Observation, Resource, StackIdentity } from '../../model/index.js';
import { findDrift } from '../../planner/index.js';
import {
  UsageError,
  type CommandContext,
  type CommandRunner,
  type Invocation,
} from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { driftDocument, hostDocument, hostLines, renderDrift } from '../render/drift-text.js';
import { reportDiagnostics } from '../report.js';
import { declaredStack } from '../stack/declared-stack.js';
import { findStack, isNamed, wantedStack } from '../stack/identify.js';
import { fingerprint } from '../stack/fingerprint.js';
import { loadStack } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import { recordedSecrets, secretPaths, shadeDrift } from '../stack/shade-secrets.js';
import type { Terminal } from '../terminal/terminal.js';

export const runDrift: CommandRunner = async (invocation, context) => {
  const { switches } = invocation;
  if (switches.has('all-stacks') || switches.has('host')) return driftOfAll(invocation, context);
  if (isNamed(invocation)) return driftOfNamed(invocation, context);
  const loaded = await loadStack(invocation.arguments[0], invocation, context);
  reportDiagnostics(loaded.diagnostics, loaded.sources, context);
  const { stack } = loaded;
  if (!stack) return exitCodes.error;
  const id = readStackId(loaded.directory);
  const identity = { name: stack.name, ...(id === undefined ? {} : { id }) };
  return withReader(invocation, context, loaded, async (reader) => {
    const observation = await reader.observe({ stack: identity, names: [] });
    const subject = { identity, observation, written: stack.resources, ...reader.profile };
    return report(subject, invocation, context);
  });
};

async function driftOfNamed(invocation: Invocation, context: CommandContext): Promise<ExitCode> {
  const wanted = await wantedStack(invocation.arguments[0], invocation, context);
  return withReader(invocation, context, wanted, async (reader) => {
    const identity = await findStack(reader, wanted);
    const observation = await reader.observe({ stack: identity, names: [] });
    return report({ identity, observation, ...reader.profile }, invocation, context);
  });
}

interface Subject {
  readonly identity: StackIdentity;
  readonly observation: Observation;
  /** What the files say, where they are at hand. */
  readonly written?: readonly Resource[];
  /** Of the engine. */
  readonly description: string;
}

function report(
  { identity, observation, written = [], description }: Subject,
  { switches }: Invocation,
  { terminal }: CommandContext,
): ExitCode {
  terminal.note(terminal.style('dim', `stack ${identity.name} on ${description}`));
  if (observation.objects.length === 0 && !observation.ledger) {
    terminal.note(`stowage: the engine has no record of a stack ${identity.name}`);
    return exitCodes.error;
  }
  const drifts = shownDrift(observation, written, terminal);
  if (switches.has('json')) {
    terminal.print(JSON.stringify(driftDocument(identity, drifts), null, 2));
  } else {
    for (const line of renderDrift(drifts, terminal)) terminal.print(line);
  }
  return drifts.length > 0 ? exitCodes.differences : exitCodes.done;
}

/** Drift with its secrets covered. */
function shownDrift(
  observation: Observation,
  written: readonly Resource[],
  terminal: Pick<Terminal, 'conceal'>,
) {
  const paths = secretPaths(written, observation);
  terminal.conceal({ values: recordedSecrets(paths, observation) });
  return shadeDrift(findDrift(observation, fingerprint, written), paths);
}

/** Every stack that the engine knows, against its own record, and with `--host` what none owns. */
async function driftOfAll(invocation: Invocation, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  if (isNamed(invocation)) throw new UsageError('--stack names one, and all are asked for');
  const declared = await declaredStack(invocation.arguments[0], context);
  return withReader(invocation, context, declared, async (reader) => {
    terminal.note(terminal.style('dim', reader.profile.description));
    const stacks = [];
    for (const { id, name = id } of await reader.stacks()) {
      const observation = await reader.observe({ stack: { id, name }, names: [] });
      stacks.push({ stack: { name, id }, drift: shownDrift(observation, [], terminal) });
    }
    const unowned = invocation.switches.has('host') ? await reader.unowned() : undefined;
    const found = { stacks, ...(unowned ? { unowned } : {}) };
    if (invocation.switches.has('json')) {
      terminal.print(JSON.stringify(hostDocument(found), null, 2));
    } else {
      for (const line of hostLines(found, terminal)) terminal.print(line);
    }
    const hasDrifted = stacks.some(({ drift }) => drift.length > 0);
    return hasDrifted ? exitCodes.differences : exitCodes.done;
  });
}
