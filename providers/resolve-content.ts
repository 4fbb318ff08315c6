/*
 * Which bind mounts of a container are compared by content, and what is behind them. A mount that the
 * container may write to holds its own data: it counts only where the container says what is to happen.
 */
import { resolve, sep } from 'node:path';
import {
  resolveImagePath,
  type Checked,
  type Diagnostic,
  type EngineReader,
  type MountContent,
  type MountContents,
  type ResourceOf,
} from '../model/index.js';
import { ContentUnread, readMountContent } from './mount-content.js';

interface ContentContext {
  /** Absolute path of the stack. */
  readonly directory: string;
  readonly reader: Pick<EngineReader, 'profile'>;
}

/** The contents that a container is compared by; none where it says that they do not matter. */
export async function resolveContent(
  { spec, spans, span, address }: ResourceOf<'container'>,
  { directory, reader }: ContentContext,
): Promise<Checked<MountContents | undefined>> {
  const { place = 'here' } = reader.profile;
  if (place === 'elsewhere') {
    return {
      value: undefined,
      diagnostics: mountsOfThisHost({ spec, spans, span, address }, directory),
    };
  }
  if (spec.on_change === 'ignore' || place === 'unknown')
    return { value: undefined, diagnostics: [] };
  const contents: [string, MountContent][] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, mount] of (spec.mounts ?? []).entries()) {
    const source = resolve(directory, mount.source);
    const counts = mount.read_only === true || spec.on_change !== undefined;
    if (mount.type !== 'bind' || !isInside(source, directory) || !counts) continue;
    try {
      const content = await readMountContent(source, directory);
      if (content) contents.push([resolveImagePath('/', mount.target), content]);
      if (spec.on_change === 'signal' && content?.files?.[''] !== undefined) {
        diagnostics.push({
          code: 'signal-to-single-file',
          severity: 'warning',
          summary: `${address} does not see another file in the place of ${JSON.stringify(mount.source)} when it gets a signal`,
          detail:
            'Mount the directory, make the file one of `configs`, or write `on_change: "restart"`.',
          span: spans[`mounts[${index}]`] ?? spans['mounts'] ?? span,
        });
      }
    } catch (error) {
      if (!(error instanceof ContentUnread)) throw error;
      diagnostics.push({
        code: 'content-not-compared',
        severity: 'warning',
        summary: `the content of ${JSON.stringify(mount.source)} is not compared: ${error.message}`,
        detail: `A change of it does nothing to ${address}. Mount only what the container reads, or write \`on_change: "ignore"\`.`,
        span: spans[`mounts[${index}]`] ?? spans['mounts'] ?? span,
      });
    }
  }
  return {
    value: contents.length > 0 ? Object.fromEntries(contents) : undefined,
    diagnostics,
  };
}

/** Whether a path is one of the files of the stack. */
const isInside = (source: string, directory: string): boolean =>
  source === directory || source.startsWith(`${directory}${sep}`);

/** The mounts of files of the stack, in a container that is made on another host. */
function mountsOfThisHost(
  {
    spec,
    spans,
    span,
    address,
  }: Pick<ResourceOf<'container'>, 'spec' | 'spans' | 'span' | 'address'>,
  directory: string,
): readonly Diagnostic[] {
  return (spec.mounts ?? []).flatMap(({ type, source }, index): readonly Diagnostic[] =>
    type !== 'bind' || !isInside(resolve(directory, source), directory)
      ? []
      : [
          {
            code: 'mount-of-this-host',
            severity: 'error',
            summary: `${JSON.stringify(source)} is a path of this machine, and the engine is on another`,
            detail:
              `${address} is to see it. Give it the file by content, with \`configs: [file(…) -> …]\`, ` +
              'or write the absolute path of what is on that host.',
            span: spans[`mounts[${index}]`] ?? spans['mounts'] ?? span,
          },
        ],
  );
}
