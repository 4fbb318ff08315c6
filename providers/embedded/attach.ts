/* Joins this process's streams to those of a container of the embedded engine. */
import type { Attached, AttachOperator, AttachOptions } from '../../model/index.js';
import type { Attachment, ContainerEngine } from '../../runtime/index.js';
import { converse, holdSignals, ownStreams, sizeOf } from '../converse/index.js';
import { translated } from './errors.js';

export function attachOperator({ containers }: ContainerEngine): AttachOperator {
  const talk = async (
    container: string,
    open: () => Promise<Attachment>,
    options: AttachOptions,
  ): Promise<Attached> => {
    const signals = holdSignals();
    const attachment = await open().catch((error: unknown) => {
      signals.end();
      throw error;
    });
    const partner = {
      terminal: attachment.terminal,
      input: attachment.input,
      output: attachment.output.then((how) => (how === 'unread' ? 'detached' : how)),
      resize: (columns: number, rows: number) => attachment.resize(columns, rows),
      signal: (name: string) => containers.kill(container, name),
    };
    try {
      const kind = await converse(partner, ownStreams(), options, signals);
      return kind === 'detached' ? { kind } : { kind, exitCode: await attachment.exitCode() };
    } finally {
      await attachment.close();
    }
  };
  return {
    attach: (container, options) =>
      translated(() => talk(container, () => containers.attach(container), options)),
    startAttached: (container, options) =>
      translated(() => {
        const size = sizeOf(ownStreams());
        return talk(container, () => containers.startAttached(container, size), options);
      }),
  };
}
