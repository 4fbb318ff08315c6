/*
 * The text of a Dockerfile to its stages. Whatever the text is, something comes of it: what could be
 * read, and everything that is wrong with the rest.
 */
import { nearestName } from '../nearest-name.js';
import { positionIn } from './positions.js';
import type { Diagnostic } from '../diagnostic.js';
import type {
  Dockerfile,
  DockerfileProblem,
  Instruction,
  InstructionOf,
  Stage,
} from './instruction.js';
import { readLines } from './lines.js';
import { readInstruction } from './read-instruction.js';

export interface ParsedDockerfile {
  readonly dockerfile: Dockerfile;
  readonly problems: readonly DockerfileProblem[];
}

export function parseDockerfile(text: string): ParsedDockerfile {
  const { escape, lines, problems: ofLines } = readLines(text);
  const problems: DockerfileProblem[] = [...ofLines];
  const globals: InstructionOf<'arg'>[] = [];
  const stages: { -readonly [K in keyof Stage]: Stage[K] }[] = [];
  let lostFrom = false;
  for (const line of lines) {
    const instruction = readInstruction(line, escape, problems);
    if (!instruction) {
      lostFrom ||= /^from\b/i.test(line.text);
      continue;
    }
    const stage = stages.at(-1);
    if (instruction.kind === 'from') {
      const { as } = instruction;
      const before = stages.find(({ name }) => name !== undefined && name === as);
      if (before) {
        const summary = `two stages are called \`${as ?? ''}\``;
        problems.push({ code: 'dockerfile-invalid', summary, ...instruction.place });
      }
      const named = as === undefined ? {} : { name: as };
      stages.push({ index: stages.length, from: instruction, instructions: [], ...named });
    } else if (stage) stage.instructions = [...stage.instructions, instruction];
    else if (instruction.kind === 'arg') globals.push(instruction);
    else if (!lostFrom) {
      const keyword = instruction.text.replace(/ .*$/s, '');
      problems.push({
        code: 'dockerfile-invalid',
        summary: `\`${keyword}\` stands before the first \`FROM\``,
        detail: 'Only `ARG` may.',
        ...instruction.place,
      });
      lostFrom = true;
    }
  }
  if (stages.length === 0 && problems.length === 0) {
    const summary = 'the Dockerfile has no `FROM`';
    problems.push({ code: 'dockerfile-invalid', summary, from: 0, to: 0 });
  }
  return { dockerfile: { escape, globals, stages }, problems };
}

/** Reads an instruction that stands alone, as an image keeps it for those that are built on it. */
export function parseTrigger(
  text: string,
): { readonly instruction: Instruction } | { readonly problem: string } {
  const { escape, lines, problems: ofLines } = readLines(text);
  const problems = [...ofLines];
  const [line] = lines;
  const instruction = line && readInstruction(line, escape, problems);
  if (instruction && lines.length === 1) return { instruction };
  return { problem: problems[0]?.summary ?? 'it is no instruction' };
}

/** The stage that a name or number means, among those before `limit`. */
export function findStage(
  { stages }: Dockerfile,
  name: string,
  limit = stages.length,
): Stage | undefined {
  const wanted = name.toLowerCase();
  const named = stages.find((stage) => stage.index < limit && stage.name === wanted);
  if (named) return named;
  return /^\d+$/.test(name) && Number(name) < limit ? stages[Number(name)] : undefined;
}

/** The stage that is built: the one that is asked for, else the last. */
export function targetStage(
  dockerfile: Dockerfile,
  target: string | undefined,
): Stage | { readonly near: string | undefined; readonly names: readonly string[] } {
  const last = dockerfile.stages.at(-1);
  const found = target === undefined ? last : findStage(dockerfile, target);
  if (found) return found;
  const names = dockerfile.stages.flatMap(({ name }) => (name === undefined ? [] : [name]));
  return { near: nearestName(target ?? '', names), names };
}

/** Problems of a Dockerfile as diagnostics. @param file its path, as it is shown */
export function dockerfileDiagnostics(
  text: string,
  file: string,
  problems: readonly (Omit<DockerfileProblem, 'code'> & { readonly code: string })[],
): readonly Diagnostic[] {
  return problems.map(({ code, summary, detail, from, to }) => ({
    code,
    severity: 'error',
    summary,
    ...(detail !== undefined && { detail }),
    span: { file, start: positionIn(text, from), end: positionIn(text, to) },
  }));
}
