/* `stowage explain ADDRESS`: the story of one resource, through a reader that cannot write. */
import { isWithin, nearestName, type Kind } from '../../model/index.js';
import { findDrift } from '../../planner/index.js';
import { UsageError, type CommandContext, type Invocation } from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { reportDiagnostics } from '../report.js';
import { fingerprint } from '../stack/fingerprint.js';
import { loadStack } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import { makePlan } from '../stack/make-plan.js';
import { registriesOf } from '../stack/registries-of.js';
import { secretPaths, shadeDrift } from '../stack/shade-secrets.js';
import { storyDocument } from './story-json.js';
import { storyLines } from './story-text.js';
import { knownAddresses, tellStory, type StorySources } from './story.js';

/** Tells the story; ends with an error where no plan can be made, after all that is known. */
export async function explainAddress(
  address: string,
  kind: Kind,
  invocation: Invocation,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal } = context;
  const loaded = await loadStack(invocation.arguments[1], invocation, context, { secrets: 'read' });
  const { stack, directory, sources: texts } = loaded;
  reportDiagnostics(loaded.diagnostics, texts, context);
  if (!stack) return exitCodes.error;
  return withReader(invocation, context, loaded, async (reader) => {
    terminal.note(terminal.style('dim', `stack ${stack.name} on ${reader.profile.description}`));
    const { plan, observation, diagnostics } = await makePlan(reader, {
      stack,
      directory,
      id: readStackId(directory),
      registries: registriesOf(directory),
      conceal: (hidden) => terminal.conceal(hidden),
    });
    reportDiagnostics(diagnostics, texts, context);
    const { resources } = stack;
    const drifts = shadeDrift(
      findDrift(observation, fingerprint, resources),
      secretPaths(resources, observation),
    );
    const sources: StorySources = { resources, observation, drifts, plan };
    checkKnown(address, sources);
    const story = tellStory(address, kind, sources);
    if (invocation.switches.has('json')) {
      terminal.print(JSON.stringify(storyDocument(story), null, 2));
    } else {
      for (const line of storyLines(story, terminal)) terminal.print(line);
    }
    return plan ? exitCodes.done : exitCodes.error;
  });
}

/** @throws UsageError for an address that nothing is known of */
function checkKnown(address: string, sources: StorySources): void {
  const known = knownAddresses(sources);
  if (known.includes(address)) return;
  const within = known.filter((one) => isWithin(one, address));
  if (within.length > 0) {
    throw new UsageError(`${address} stands for several: ${within.join(', ')}`);
  }
  const near = nearestName(address, known);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new UsageError(`neither the files nor the engine know ${address}${hint}`);
}
