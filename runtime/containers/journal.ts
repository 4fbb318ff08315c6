/*
 * A container's output in the host's journal, where its monitor writes it: one entry a line, with the
 * container's id, the stream told by the priority.
 */
import { run } from '../process/index.js';
import type { LogLine } from './log-lines.js';

interface Entry extends LogLine {
  readonly cursor: string;
  /** Whether the line goes on in the next entry. */
  readonly partial: boolean;
}

/** Reads what has come to the journal of a container since the last call. */
export function createJournalReader(id: string): {
  more(): Promise<readonly LogLine[]>;
  rest(): readonly LogLine[];
} {
  let cursor: string | undefined;
  const begun = new Map<LogLine['stream'], LogLine>();
  const take = ({ stream, time, text, partial }: Entry): readonly LogLine[] => {
    const before = begun.get(stream);
    const line = { stream, time: before?.time ?? time, text: `${before?.text ?? ''}${text}` };
    begun.delete(stream);
    if (!partial) return [line];
    begun.set(stream, line);
    return [];
  };
  return {
    more: async () => {
      const after = cursor === undefined ? [] : [`--after-cursor=${cursor}`];
      const match = `CONTAINER_ID_FULL=${id}`;
      const args = ['--quiet', '--no-pager', '--output=json', '--all', ...after, match];
      const { stdout } = await run('journalctl', args);
      const entries = stdout.split('\n').flatMap((line) => parseJournalEntry(line) ?? []);
      cursor = entries.at(-1)?.cursor ?? cursor;
      return entries.flatMap(take);
    },
    rest: () => [...begun.values()],
  };
}

const errorPriority = '3';

/** An entry as `journalctl --output=json` prints it; `undefined` for anything else. */
export function parseJournalEntry(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined;
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const cursor = fields.get('__CURSOR');
  const micros = Number(fields.get('__REALTIME_TIMESTAMP'));
  if (typeof cursor !== 'string' || !Number.isFinite(micros)) return undefined;
  return {
    cursor,
    stream: fields.get('PRIORITY') === errorPriority ? 'stderr' : 'stdout',
    time: timeOf(micros),
    // Some monitors write the end of the line, too.
    text: messageOf(fields.get('MESSAGE')).replace(/\n$/, ''),
    partial: fields.get('CONTAINER_PARTIAL_MESSAGE') === 'true',
  };
}

function timeOf(micros: number): string {
  const seconds = new Date(Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1e6).padStart(6, '0')}Z`;
}

/** Text, or bytes as numbers where they are no text. */
function messageOf(message: unknown): string {
  if (typeof message === 'string') return message;
  if (!Array.isArray(message)) return '';
  return Buffer.from(message.filter((byte) => typeof byte === 'number')).toString('utf8');
}
