/*
 * What the builders of engines cannot do of a Dockerfile. The embedded one does all of it; others are spoken
 * to by the classic build, which has no mounts and no flags of copies between stages.
 */
import type { EngineProfile, ImageConfig, Lack } from '../model/index.js';
import type { Refusable } from '../runtime/index.js';

/** Why an engine cannot carry out an action: the end of a sentence. */
export function refusalOf({ engine, lacks }: EngineProfile, action: Refusable): string | undefined {
  if (engine === 'embedded') return undefined;
  switch (action.kind) {
    case 'run': {
      const [mount] = action.mounts;
      if (mount) return `has no \`RUN --mount=type=${mount.type}\``;
      if (action.network !== 'default') return `has no \`RUN --network=${action.network}\``;
      return action.script ? 'runs no script with an interpreter of its own' : undefined;
    }
    case 'transfer':
      if (action.mode !== undefined) return 'has no `--chmod` for files of another stage';
      if (action.parents) return 'has no `--parents` for files of another stage';
      return action.exclude.length > 0
        ? 'has no `--exclude` for files of another stage'
        : undefined;
    case 'start-interval': {
      const lack = lacks?.find(isStartInterval);
      return lack && `checks the health of containers at \`--interval\` alone: it ${lack.why}`;
    }
    case 'triggers':
      return 'would run the `ONBUILD` of this image by itself, beside what is planned';
    case 'copy':
    case 'unpack':
    case 'workdir':
      return undefined;
    default:
      return action satisfies never;
  }
}

const isStartInterval = ({ kind, path }: Lack): boolean =>
  kind === 'image' && path === 'health.start_interval';

/**
 * The settings of an image as an engine keeps them, which may have come with more than it knows. Podman tells
 * no shell, runs each line by `sh`, and takes no check of an image whose config is OCI's.
 */
export function keptBy({ engine, lacks }: EngineProfile) {
  const isOften = !lacks?.some(isStartInterval);
  return (config: ImageConfig, isOci = false): ImageConfig => {
    const { shell, health, ...others } = config;
    const check = engine === 'podman' && isOci ? undefined : health;
    return {
      ...others,
      ...(shell && engine !== 'podman' && { shell }),
      ...(check && { health: isOften ? check : { ...check, start_interval: undefined } }),
    };
  };
}
