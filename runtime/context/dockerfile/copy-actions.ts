/*
 * `COPY` and `ADD` to what has to be done: files of the context and of the Dockerfile itself by a plan,
 * files of other stages, archives.
 */
import { createHash } from 'node:crypto';
import { resolveImagePath } from '../../../model/index.js';
import {
  expandText,
  expandWord,
  type CopyInstruction,
  type Heredoc,
} from '../../../model/dockerfile/index.js';
import type { CopyEntry, CopyPlan, CopyStep } from '../copy-plan.js';
import { expandCopy } from '../expand.js';
import { archiveKind } from './archive.js';
import { BadInstruction, expansionOf, type StageSettings } from './settings.js';
import type { CopyAction, TransferAction, UnpackAction } from './stages.js';
import { CopyRefused, type StageWorld } from './world.js';

type Action = CopyAction | TransferAction | UnpackAction;

/** @throws BadExpansion, BadInstruction, CopyRefused */
export async function copyActions(
  instruction: CopyInstruction,
  settings: StageSettings,
  world: StageWorld,
): Promise<readonly Action[]> {
  const expansion = expansionOf(settings);
  const expand = (word: string): string => expandWord(word, expansion);
  const sources = instruction.sources.map(expand);
  const target = expand(instruction.target);
  if (target === '') throw new BadInstruction('the target is empty');
  const { workdir } = settings.config;
  const chown = instruction.chown === undefined ? undefined : expand(instruction.chown);
  const mode = modeOf(instruction.chmod === undefined ? undefined : expand(instruction.chmod));
  const exclude = instruction.exclude.map(expand);
  const { parents } = instruction;
  if (instruction.kind === 'add') refuseRemote(sources);
  if (instruction.from !== undefined) {
    const stage = world.stageOf(instruction.from);
    const owner = chown === undefined ? {} : { chown };
    return [
      {
        kind: 'transfer',
        stage,
        sources,
        target,
        workdir,
        ...owner,
        ...(mode !== undefined && { mode: Number.parseInt(mode, 8) }),
        parents,
        exclude,
      },
    ];
  }
  const request: CopyStep = {
    sources,
    target,
    ...(chown !== undefined && { owner: chown }),
    ...(mode !== undefined && { mode }),
    instruction: { parents, exclude },
  };
  const texts = instruction.files.map((file) => ({
    ...file,
    text: file.expands ? expandText(file.text, expansion) : file.text,
  }));
  const plan = await planOf(request, texts, workdir, world);
  if (instruction.kind === 'copy' || instruction.unpack === false) return [{ kind: 'copy', plan }];
  return withArchives(plan, resolveImagePath(workdir, target), chown, world);
}

function modeOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[0-7]{3,4}$/.test(text)) return text;
  throw new BadInstruction(`\`--chmod\` takes octal digits, not ${JSON.stringify(text)}`);
}

function refuseRemote(sources: readonly string[]): void {
  const remote = sources.find((source) => /^(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)/i.test(source));
  if (remote === undefined) return;
  throw new BadInstruction(`\`ADD\` of ${JSON.stringify(remote)} is not supported`, {
    code: 'dockerfile-unsupported',
    detail:
      'What stands behind an address changes without a trace. Fetch it in a `RUN` that checks its digest, or put it into the context.',
  });
}

async function planOf(
  request: CopyStep,
  texts: readonly Heredoc[],
  workdir: string,
  world: StageWorld,
): Promise<CopyPlan> {
  const tree = await world.tree();
  const places = [...request.sources, ...texts.map(({ name }) => name)];
  // A text counts as a source when it is asked whether there are several.
  const isSeveral = places.length > 1 && texts.length > 0 && !request.target.endsWith('/');
  const asked = isSeveral ? { ...request, target: `${request.target}/` } : request;
  const plan = await expandCopy(tree, asked, 0, workdir);
  if ('code' in plan) throw new CopyRefused(plan);
  if (texts.length === 0) return plan;
  const target = resolveImagePath(workdir, request.target);
  const intoDirectory = places.length > 1 || /(?:^|\/)\.{0,2}$/.test(request.target);
  const entries = texts.map((file): CopyEntry => ({
    kind: 'file',
    path: file.name,
    mode: request.mode === undefined ? 0o644 : Number.parseInt(request.mode, 8),
    size: Buffer.byteLength(file.text),
    sha256: createHash('sha256').update(file.text).digest('hex'),
    text: file.text,
    target: intoDirectory ? `${target === '/' ? '' : target}/${file.name}` : target,
  }));
  const all = [...plan.entries, ...entries].sort((a, b) => (a.target < b.target ? -1 : 1));
  const { step, owner, chown } = plan;
  return {
    step,
    owner,
    ...(chown !== undefined && { chown }),
    ...(!intoDirectory && { intoExisting: true }),
    directory: intoDirectory && target !== '/' ? target : undefined,
    entries: all,
  };
}

/** Archives that are named, and not found in a directory, are unpacked; the rest is copied. */
async function withArchives(
  plan: CopyPlan,
  target: string,
  chown: string | undefined,
  world: StageWorld,
): Promise<readonly Action[]> {
  const kept: CopyEntry[] = [];
  const archives: UnpackAction[] = [];
  const isBelow = (path: string): boolean =>
    plan.entries.some(({ kind, target: at }) => kind === 'directory' && path.startsWith(`${at}/`));
  for (const entry of plan.entries) {
    const isNamed = entry.kind === 'file' && entry.text === undefined && !isBelow(entry.target);
    const kind = isNamed ? await archiveKind(await world.root(), entry.path) : 'none';
    if (kind === 'unreadable') {
      throw new BadInstruction(`${entry.path} is an archive in a form that is not read`, {
        code: 'dockerfile-unsupported',
        detail: 'Plain archives and those compressed with gzip or zstd are.',
      });
    }
    if (kind === 'none' || entry.kind !== 'file') kept.push(entry);
    else
      archives.push({
        kind: 'unpack',
        archive: entry,
        target,
        ...(chown !== undefined && { chown }),
      });
  }
  if (archives.length === 0) return [{ kind: 'copy', plan }];
  const copy: readonly Action[] =
    kept.length > 0 ? [{ kind: 'copy', plan: { ...plan, entries: kept } }] : [];
  return [...copy, ...archives];
}
