/*
 * What the builders of engines cannot do of a Dockerfile. The embedded one does all of it; others are spoken
 * to by the classic build, which has no mounts and no flags of copies between stages.
 */
import type { EngineProfile } from '../model/index.js';
import type { Refusable } from '../runtime/index.js';

/** Why an engine cannot carry out an action: the end of a sentence. */
export function refusalOf({ engine }: EngineProfile, action: Refusable): string | undefined {
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
