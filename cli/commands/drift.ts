/* `stowage drift`: recorded against observed. With `--stack` it needs no files. */
import type { CommandRunner } from '../command.js';
import { valueOf } from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { findDrift } from '../../planner/index.js';
import { renderDrift } from '../render/drift-text.js';
import { reportDiagnostics } from '../report.js';
import { loadStack } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import type { StackIdentity } from '../../model/index.js';

export const runDrift: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  let identity: StackIdentity;
  const named = valueOf(invocation, 'stack');
  if (named === undefined) {
    const loaded = loadStack(invocation.arguments[0], invocation, context);
    reportDiagnostics(loaded.diagnostics, loaded.sources, context);
    if (!loaded.stack) return exitCodes.error;
    const id = readStackId(loaded.directory);
    identity = { name: loaded.stack.name, ...(id === undefined ? {} : { id }) };
  } else {
    identity = { name: named };
  }
  return withReader(invocation, context, async (reader) => {
    terminal.note(terminal.style('dim', `stack ${identity.name} on ${reader.profile.description}`));
    const observation = await reader.observe({ stack: identity, names: [] });
    const unknown = observation.objects.length === 0 && !observation.ledger;
    if (unknown) {
      terminal.note(`stowage: the engine has no record of a stack ${identity.name}`);
      return exitCodes.error;
    }
    const drifts = findDrift(observation);
    if (invocation.switches.has('json')) {
      const document = { format_version: '1.0', stack: identity, drift: drifts };
      terminal.print(JSON.stringify(document, null, 2));
    } else {
      for (const line of renderDrift(drifts, terminal)) terminal.print(line);
    }
    return drifts.length > 0 ? exitCodes.differences : exitCodes.done;
  });
};
