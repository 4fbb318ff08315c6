/*
 * `show FILE`: a saved plan as people and programs read plans, with its secrets blank. Asks no engine,
 * so that it does not say whether the plan still holds.
 */
import { relative } from 'node:path';
import { isJsonObject, parsePlan, type JsonValue, type Plan } from '../../model/index.js';
import type { CommandContext, Invocation } from '../command.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { reportLines } from '../formats/index.js';
import { planDocument } from '../render/plan-json.js';
import { renderPlan } from '../render/plan-text.js';
import { secretText } from '../terminal/mask.js';
import { visible } from '../terminal/terminal.js';
import { blankOut, UnknownPlaceholder } from './cover.js';
import { notUnderstood } from './decode.js';
import { readSaved } from './read-saved.js';
import { exitCodeOfRefusal, refusalDiagnostic, refusalText, type Refusal } from './refusal.js';

/** Prints a saved plan, or says why the file is none. */
export function showSaved(file: string, invocation: Invocation, context: CommandContext): ExitCode {
  const { terminal } = context;
  const saved = readSaved(file, context);
  if (saved.kind === 'refused') return refused(saved, file, invocation, context);
  const plan = readablePlan(saved.plan);
  if (!plan) return refused(notUnderstood, file, invocation, context);
  const { engine, version, address } = saved.engine;
  const description = `${engine} ${version} at ${address}`;
  if (invocation.switches.has('json')) {
    const document = planDocument(plan, description, saved.stowage);
    terminal.print(JSON.stringify(document, null, 2));
    return exitCodes.done;
  }
  const head = `stack ${saved.stack.name} on ${description}, saved ${saved.created}`;
  terminal.note(terminal.style('dim', visible(head)));
  for (const line of renderPlan(plan, terminal)) terminal.print(line);
  for (const allowed of saved.allowed) {
    terminal.print(`The data of ${visible(allowed)} may be lost by it.`);
  }
  return exitCodes.done;
}

function refused(
  refusal: Refusal,
  file: string,
  { switches }: Invocation,
  { terminal, directory }: CommandContext,
): ExitCode {
  const diagnostic = refusalDiagnostic(relative(directory, file), refusal);
  terminal.complain(refusalText(diagnostic, terminal));
  if (switches.has('json')) {
    for (const line of reportLines('json', { diagnostics: [diagnostic], sources: new Map() }))
      terminal.print(line);
  }
  return exitCodeOfRefusal(refusal);
}

/** A plan with blanks for its secrets: to be read, never to be carried out. */
function readablePlan(covered: JsonValue): Plan | undefined {
  try {
    const plan = blankOut(covered, secretText);
    return parsePlan(plan) ?? parsePlan(withoutSteps(plan));
  } catch (error) {
    if (error instanceof UnknownPlaceholder) return undefined;
    throw error;
  }
}

/** With a blank in the place of a number or a path a step has no shape any more. */
function withoutSteps(plan: JsonValue): JsonValue {
  if (!isJsonObject(plan) || !Array.isArray(plan['actions'])) return null;
  const actions = plan['actions'].map((action: JsonValue) =>
    isJsonObject(action) ? { ...action, steps: [] } : action,
  );
  return { ...plan, actions, steps: [], recoveries: [], resources: {} };
}
