/*
 * The settings of an image after its build, worked out without building: the base's settings, then
 * each step's, then the final attributes. Layers are not looked at here.
 */
import { imageHealth } from './complete-health.js';
import type { ImageConfig } from './completed.js';
import { platformText } from './platform.js';
import type { ImageSource, ImageSpec } from './schemas/index.js';

/** What an image starts from, as far as its spec says so itself. */
export const imageSource = ({ from }: ImageSpec): ImageSource => from ?? { kind: 'scratch' };

/** Resolves a path against a directory in the image; both use `/`, and `..` stops at the root. */
export function resolveImagePath(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : `${directory}/`}${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/**
 * Gives the config of the image that `spec` builds on a base with config `base`.
 * An entrypoint in the spec clears the base's command, as a Dockerfile's does.
 */
export function completeImageConfig(spec: ImageSpec, base: ImageConfig): ImageConfig {
  let env = { ...base.env };
  let labels = { ...base.labels };
  let { workdir, user } = base;
  const expose = new Set(base.expose);
  for (const step of spec.steps ?? []) {
    switch (step.kind) {
      case 'env':
        env = { ...env, ...step.env };
        break;
      case 'label':
        labels = { ...labels, ...step.labels };
        break;
      case 'workdir':
        workdir = resolveImagePath(workdir, step.path);
        break;
      case 'user':
        user = step.user;
        break;
      case 'expose':
        for (const port of step.ports) expose.add(port);
        break;
      case 'copy':
      case 'run':
        break;
      default:
        return step satisfies never;
    }
  }
  for (const port of spec.expose ?? []) expose.add(port);
  const health = spec.health ? imageHealth(spec.health) : base.health;
  const platform = spec.platform === undefined ? base.platform : platformText(spec.platform);
  return {
    env: { ...env, ...spec.env },
    entrypoint: spec.entrypoint ?? base.entrypoint,
    command: spec.command ?? (spec.entrypoint ? [] : base.command),
    user: spec.user ?? user,
    workdir: spec.workdir === undefined ? workdir : resolveImagePath(workdir, spec.workdir),
    expose: [...expose].sort(),
    labels: { ...labels, ...spec.labels },
    stop_signal: spec.stop_signal ?? base.stop_signal,
    volumes: base.volumes,
    ...(health && { health }),
    ...(base.shell && { shell: base.shell }),
    ...(platform !== undefined && { platform }),
  };
}
