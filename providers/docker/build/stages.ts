/*
 * From the resolved stages of a Dockerfile to one that the classic builder understands: no variable is left
 * in it, commands are lists of arguments, and each copy has a directory of its own in the context with just
 * its files. So heredocs, `--link`, `--chmod`, `--exclude` and `--parents` work where the builder has none.
 */
import { emptyImageConfig, type ImageConfig } from '../../../model/index.js';
import type { CopyPlan, ResolvedStage, StageAction } from '../../../runtime/context/index.js';
import { resolveImagePath } from '../../../model/index.js';
import { startDockerfile, type Dockerfile, type DockerfileWriter } from './dockerfile.js';
import { healthLine } from './health-line.js';
import { emptyDirectory } from './instructions.js';

export interface StagePlan {
  readonly stages: readonly ResolvedStage[];
  /** The settings of the image, with what the spec says beside the Dockerfile. */
  readonly config: ImageConfig;
  /** Ids of base images by the names of the stages' bases. */
  readonly ids: ReadonlyMap<string, string>;
  /** What stands for nothing at all. */
  readonly scratch: string;
  /** Put on every intermediate image. */
  readonly mark: Readonly<Record<string, string>>;
  /** Put on the last image alone, by one instruction. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Name of the directory of a copy in the context that is sent. */
export const filesName = (action: number): string => `files-${action}`;

/** Number of the first action of each stage, among all of them. */
export function firstActions(stages: readonly ResolvedStage[]): readonly number[] {
  let count = 0;
  return stages.map(({ actions }) => {
    count += actions.length;
    return count - actions.length;
  });
}

export function writeStages({ stages, config, ids, scratch, mark, labels }: StagePlan): Dockerfile {
  const names: string[] = [];
  const first = firstActions(stages);
  let file: DockerfileWriter | undefined;
  let settings = emptyImageConfig;
  for (const [index, { base, actions }] of stages.entries()) {
    const from =
      base.kind === 'scratch'
        ? scratch
        : base.kind === 'stage'
          ? (names[base.stage] ?? 'scratch')
          : (ids.get(base.name) ?? base.name);
    if (file) {
      file.beginStep(-1);
      file.from(from);
    } else file = startDockerfile(from);
    settings =
      base.kind === 'image' ? base.config : base.kind === 'scratch' ? emptyImageConfig : settings;
    const writer = file;
    writer.pairs('LABEL', mark);
    const before = base.kind === 'stage' ? stages[base.stage]?.config : undefined;
    const emitted = emitter(writer, before ?? settings);
    for (const [offset, action] of actions.entries()) {
      const number = (first[index] ?? 0) + offset;
      writer.beginStep(number);
      writeAction(writer, emitted, action, number, names);
    }
    writer.beginStep(-1);
    // What a later stage is built on has its settings; what it is copied from needs none.
    emitted.settle(index === stages.length - 1 ? config : (stages[index]?.config ?? config));
    names.push(writer.name());
  }
  const writer = file ?? startDockerfile('scratch');
  writer.pairs('LABEL', labels);
  return writer.finish();
}

interface Emitted {
  /** Makes the builder's settings those of a command. */
  prepare(wanted: {
    readonly env: Readonly<Record<string, string>>;
    readonly args: Readonly<Record<string, string>>;
    readonly workdir: string;
    readonly user: string;
  }): void;
  workdir(path: string): void;
  settle(config: ImageConfig): void;
}

/** Writes settings only where they differ from those that the builder has by now. */
function emitter(file: DockerfileWriter, base: ImageConfig): Emitted {
  let { env, user, workdir } = base;
  const args: Record<string, string> = {};
  const setEnv = (wanted: Readonly<Record<string, string>>): void => {
    const added = Object.entries(wanted).filter(([name, value]) => env[name] !== value);
    file.pairs('ENV', Object.fromEntries(added));
    env = wanted;
  };
  const setWorkdir = (path: string): void => {
    if (path !== workdir) file.words('WORKDIR', [path]);
    workdir = path;
  };
  const setUser = (name: string): void => {
    // There is no way back to no user but by the number that it means.
    if (name !== user) file.words('USER', [name === '' ? '0' : name]);
    user = name;
  };
  return {
    prepare: (wanted) => {
      setEnv(wanted.env);
      for (const [name, value] of Object.entries(wanted.args)) {
        if (args[name] !== value) file.argument(name, value);
        args[name] = value;
      }
      setWorkdir(wanted.workdir);
      setUser(wanted.user);
    },
    workdir: (path) => {
      file.words('WORKDIR', [path]);
      workdir = path;
    },
    settle: (config) => {
      setEnv(config.env);
      setWorkdir(config.workdir);
      setUser(config.user);
      settleRest(file, config, base);
    },
  };
}

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

function settleRest(file: DockerfileWriter, config: ImageConfig, base: ImageConfig): void {
  if (differ(config.expose, base.expose)) file.words('EXPOSE', config.expose);
  if (differ(config.volumes, base.volumes)) file.list('VOLUME', config.volumes);
  if (config.stop_signal !== base.stop_signal) file.words('STOPSIGNAL', [config.stop_signal]);
  if (config.shell && differ(config.shell, base.shell)) file.exec('SHELL', config.shell);
  if (!config.shell && base.shell) file.exec('SHELL', ['/bin/sh', '-c']);
  if (config.health && differ(config.health, base.health))
    file.raw(healthLine(config.health, base.health));
  const entrypoint = differ(config.entrypoint, base.entrypoint);
  if (entrypoint) file.exec('ENTRYPOINT', config.entrypoint);
  // A new entrypoint takes the command of the base away.
  if (entrypoint || differ(config.command, base.command)) file.exec('CMD', config.command);
  for (const trigger of config.on_build ?? []) file.raw(`ONBUILD ${trigger}`);
}

function writeAction(
  file: DockerfileWriter,
  emitted: Emitted,
  action: StageAction,
  number: number,
  names: readonly string[],
): void {
  const owned = (instruction: string, chown: string | undefined): string =>
    chown === undefined ? instruction : `${instruction} --chown=${chown}`;
  switch (action.kind) {
    case 'copy':
      writeCopy(file, action.plan, number);
      return;
    case 'unpack':
      file.transfer(
        owned('ADD', action.chown),
        `${filesName(number)}/archive`,
        withSlash(action.target),
      );
      return;
    case 'transfer': {
      const from = `COPY --from=${names[action.stage] ?? ''}`;
      const target = resolveImagePath(action.workdir, action.target);
      const isDirectory = /(?:^|\/)\.{0,2}$/.test(action.target);
      file.transfer(
        owned(from, action.chown),
        action.sources,
        isDirectory ? withSlash(target) : target,
      );
      return;
    }
    case 'workdir':
      // The builder makes it root's, whoever the user is.
      if (action.user !== '') {
        file.transfer(`COPY --chown=${action.user}`, `${emptyDirectory}/`, withSlash(action.path));
      }
      emitted.workdir(action.path);
      return;
    case 'run':
      emitted.prepare({ ...action, args: { ...action.passing, ...action.args } });
      file.exec('RUN', action.command);
      return;
    default:
      action satisfies never;
  }
}

const withSlash = (path: string): string => (path.endsWith('/') ? path : `${path}/`);

function writeCopy(file: DockerfileWriter, plan: CopyPlan, number: number): void {
  const { owner, chown, entries } = plan;
  const given =
    chown ?? (owner.uid === 0 && owner.gid === 0 ? undefined : `${owner.uid}:${owner.gid}`);
  const instruction = given === undefined ? 'COPY' : `COPY --chown=${given}`;
  const [only] = entries;
  if (plan.intoExisting === true && only) {
    file.transfer(instruction, `${filesName(number)}/${fileName(only.path)}`, only.target);
    return;
  }
  const source = entries.length > 0 ? filesName(number) : emptyDirectory;
  file.transfer(instruction, `${source}/`, withSlash(plan.directory ?? '/'));
}

/** The last part of a path. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
