/* `stowage drift`: recorded against observed. With `--stack` it needs no files. */
import type { CommandRunner } from '../command.js';
import { valueOf } from '../command.js';
import { withReader, type EngineChoice } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { findDrift } from '../../planner/index.js';
import { renderDrift } from '../render/drift-text.js';
import { reportDiagnostics } from '../report.js';
import { loadStack } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import { recordedSecrets, secretPaths, shadeDrift } from '../stack/shade-secrets.js';
import type { Resource, StackIdentity } from '../../model/index.js';

export const runDrift: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  let identity: StackIdentity;
  let choice: EngineChoice = {};
  let written: readonly Resource[] = [];
  const named = valueOf(invocation, 'stack');
  if (named === undefined) {
    const loaded = await loadStack(invocation.arguments[0], invocation, context);
    reportDiagnostics(loaded.diagnostics, loaded.sources, context);
    if (!loaded.stack) return exitCodes.error;
    choice = loaded;
    const id = readStackId(loaded.directory);
    written = loaded.stack.resources;
    identity = { name: loaded.stack.name, ...(id === undefined ? {} : { id }) };
  } else {
    identity = { name: named };
  }
  return withReader(invocation, context, choice, async (reader) => {
    terminal.note(terminal.style('dim', `stack ${identity.name} on ${reader.profile.description}`));
    const observation = await reader.observe({ stack: identity, names: [] });
    const unknown = observation.objects.length === 0 && !observation.ledger;
    if (unknown) {
      terminal.note(`stowage: the engine has no record of a stack ${identity.name}`);
      return exitCodes.error;
    }
    const paths = secretPaths(written, observation);
    terminal.conceal({ values: recordedSecrets(paths, observation) });
    const drifts = shadeDrift(findDrift(observation, written), paths);
    if (invocation.switches.has('json')) {
      const document = { format_version: '1.0', stack: identity, drift: drifts };
      terminal.print(JSON.stringify(document, null, 2));
    } else {
      for (const line of renderDrift(drifts, terminal)) terminal.print(line);
    }
    return drifts.length > 0 ? exitCodes.differences : exitCodes.done;
  });
};
