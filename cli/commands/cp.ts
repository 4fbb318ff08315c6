/* `stowage cp`: files between a container and this host, or an archive on the standard streams. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Operator } from '../../model/index.js';
import { copyIn, copyOut, openArchive, unpackInto } from '../../providers/index.js';
import { UsageError, type CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { declaredStack } from '../stack/declared-stack.js';
import { exitCodes } from '../exit-codes.js';
import { findContainer } from '../stack/find-container.js';

interface ContainerPath {
  readonly container: string;
  readonly path: string;
}

/** A name or address, which may hold a colon between brackets, and a path. */
const containerPath = /^((?:[^:/[\]]|\[(?:\d+|"(?:[^"\\]|\\.)*")\])+):(.*)$/s;

/** `undefined` for a path of this host; one that has a colon is told by a `./` before it. */
function readContainerPath(given: string): ContainerPath | undefined {
  if (given.startsWith('/') || given.startsWith('.')) return undefined;
  const [, container, path] = containerPath.exec(given) ?? [];
  return container === undefined || path === undefined ? undefined : { container, path };
}

async function resolved(
  engine: Operator,
  { container, path }: ContainerPath,
): Promise<ContainerPath> {
  return { container: await findContainer(engine, container), path };
}

export const runCp: CommandRunner = async (invocation, context) => {
  const [source = '', destination = ''] = invocation.arguments;
  const [from, to] = [readContainerPath(source), readContainerPath(destination)];
  const options = {
    followLink: invocation.switches.has('follow-link'),
    owners: invocation.switches.has('archive'),
  };
  if ((from === undefined) === (to === undefined)) {
    const what = from === undefined ? 'neither' : 'both';
    throw new UsageError(
      `cp copies between a container and this host, and ${what} of ${source} and ${destination} is CONTAINER:PATH`,
    );
  }
  if (from !== undefined && destination === '-' && process.stdout.isTTY) {
    throw new UsageError('an archive is not for a terminal: pipe it into a program, or a file');
  }
  if (to !== undefined && source === '-' && process.stdin.isTTY) {
    throw new UsageError('- reads an archive from standard input, which is a terminal');
  }
  const choice = await declaredStack(undefined, context);
  return withEngine(invocation, context, choice, async (engine) => {
    if (from !== undefined) {
      const { container, path } = await resolved(engine, from);
      if (destination === '-') {
        const archive = await openArchive(engine, container, path, options);
        await pipeline(Readable.from(archive, { objectMode: false }), process.stdout, {
          end: false,
        });
      } else {
        await copyOut(engine, { container, path }, destination, options);
      }
    } else if (to !== undefined) {
      const target = await resolved(engine, to);
      if (source === '-') await unpackInto(engine, process.stdin, target);
      else await copyIn(engine, source, target, options);
    }
    return exitCodes.done;
  });
};
