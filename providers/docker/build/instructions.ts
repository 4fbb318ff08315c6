/*
 * From the steps of an image to a Dockerfile. Copied files come as archives that the builder unpacks,
 * one a step, so that owners, modes and links are as they are in them and nothing beside them is
 * touched; a step whose archive has the same bytes as before comes from the cache.
 */
import {
  imageHealth,
  resolveImagePath,
  type ImageConfig,
  type ImageSpec,
} from '../../../model/index.js';
import type { CopyPlan } from '../../../runtime/context/index.js';
import { healthLine } from './health-line.js';
import { startDockerfile, type Dockerfile, type DockerfileWriter } from './dockerfile.js';

/** Names in the context that is sent. */
export const rootfsName = 'rootfs';
export const emptyDirectory = 'empty';
export const copyName = (step: number): string => `step-${step}.tar`;

export interface BuildPlan {
  readonly spec: ImageSpec;
  /** Id of the base, or `scratch`. */
  readonly base: string;
  readonly baseConfig: ImageConfig;
  readonly copies: readonly CopyPlan[];
  /** Put on every intermediate image, by which leftovers of failed builds are found. */
  readonly mark: Readonly<Record<string, string>>;
  /**
   * Put on the last image alone, by one instruction. Given with the request, Docker would put them on one
   * by one, and Podman on each intermediate image: what a build that is cut off has left would look made.
   */
  readonly labels: Readonly<Record<string, string>>;
}

export function writeInstructions(plan: BuildPlan): Dockerfile {
  const { spec, copies } = plan;
  const file = startDockerfile(plan.base);
  file.pairs('LABEL', plan.mark);
  if (spec.from?.kind === 'rootfs') file.transfer('ADD', rootfsName, '/');
  let { workdir } = plan.baseConfig;
  for (const [index, step] of (spec.steps ?? []).entries()) {
    file.beginStep(index);
    switch (step.kind) {
      case 'copy':
        addCopy(
          file,
          copies.find((copy) => copy.step === index),
        );
        break;
      case 'run':
        file.exec('RUN', step.command);
        break;
      case 'env':
        file.pairs('ENV', step.env);
        break;
      case 'workdir':
        workdir = resolveImagePath(workdir, step.path);
        file.words('WORKDIR', [workdir]);
        break;
      case 'user':
        file.words('USER', [step.user]);
        break;
      case 'expose':
        file.words('EXPOSE', step.ports);
        break;
      case 'label':
        // All labels are put on at the end, those of the record with them.
        break;
      default:
        return step satisfies never;
    }
  }
  file.beginStep(-1);
  if (spec.env) file.pairs('ENV', spec.env);
  if (spec.workdir !== undefined) file.words('WORKDIR', [resolveImagePath(workdir, spec.workdir)]);
  if (spec.user !== undefined) file.words('USER', [spec.user]);
  if (spec.expose && spec.expose.length > 0) file.words('EXPOSE', spec.expose);
  if (spec.stop_signal !== undefined) file.words('STOPSIGNAL', [spec.stop_signal]);
  if (spec.health) file.raw(healthLine(imageHealth(spec.health), plan.baseConfig.health));
  if (spec.entrypoint) file.exec('ENTRYPOINT', spec.entrypoint);
  if (spec.command) file.exec('CMD', spec.command);
  file.pairs('LABEL', plan.labels);
  return file.finish();
}

function addCopy(file: DockerfileWriter, copy: CopyPlan | undefined): void {
  if (!copy) return;
  const { owner, directory, entries, step } = copy;
  const byRoot = owner.uid === 0 && owner.gid === 0;
  // An archive would set the owner of the directory even where the image has it already.
  if (directory !== undefined && (!byRoot || entries.length === 0)) {
    file.transfer(
      `COPY --chown=${owner.uid}:${owner.gid}`,
      `${emptyDirectory}/`,
      directory === '/' ? '/' : `${directory}/`,
    );
  }
  // The builder would take an archive without entries for a file.
  if (entries.length > 0) file.transfer('ADD', copyName(step), '/');
}
