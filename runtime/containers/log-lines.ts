/*
 * The lines of a container's output as its monitor keeps them: time, stream, `F` for a whole line or
 * `P` for a piece of one, text. Pieces
 * are put together again, for each stream by itself.
 * https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
 */

export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  /** RFC 3339 with nanoseconds; of the line's first piece. */
  readonly time: string;
  readonly text: string;
}

const entry = /^(\S+) (stdout|stderr) ([FP]) ?([\s\S]*)$/;

/** Puts lines together from the text of the file, handed over piece by piece. */
export interface LogReader {
  /** @returns the lines that are complete now */
  read(text: string): readonly LogLine[];
  /** @returns lines whose end never came */
  rest(): readonly LogLine[];
}

export function createLogReader(): LogReader {
  let unread = '';
  const begun = new Map<LogLine['stream'], LogLine>();
  const take = (line: string): LogLine | undefined => {
    const match = entry.exec(line);
    if (match === null) return undefined;
    const [, time = '', name, tag, text = ''] = match;
    const stream = name === 'stderr' ? 'stderr' : 'stdout';
    const before = begun.get(stream);
    const whole = {
      stream,
      time: before?.time ?? time,
      text: (before?.text ?? '') + text,
    } as const;
    if (tag === 'P') {
      begun.set(stream, whole);
      return undefined;
    }
    begun.delete(stream);
    return whole;
  };
  return {
    read: (text) => {
      const lines = (unread + text).split('\n');
      unread = lines.pop() ?? '';
      return lines.flatMap((line) => take(line) ?? []);
    },
    rest: () => [...begun.values()],
  };
}

/** Nanoseconds since 1970 of an RFC 3339 time, to compare times of different precision. */
export function instant(time: string): bigint {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  const seconds = BigInt(Math.floor(Date.parse(time.replace(/\.\d+/, '')) / 1000));
  return seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
}
