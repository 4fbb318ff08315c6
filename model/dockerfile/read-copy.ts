/* `COPY` and `ADD`: sources, the files that are written below the instruction, and where they go. */
import type { CopyInstruction, Heredoc } from './instruction.js';
import { readHeredocSign } from './lines.js';
import { flagOf, isSet, readFlags, type Reading } from './reading.js';

const shared = {
  chown: 'value',
  chmod: 'value',
  link: 'switch',
  exclude: 'list',
} as const;
const ofCopy = { ...shared, from: 'value', parents: 'switch' } as const;
const ofAdd = { ...shared, checksum: 'value', 'keep-git-dir': 'switch', unpack: 'switch' } as const;

export function readCopy(reading: Reading, kind: 'copy' | 'add'): CopyInstruction | null {
  const flags = readFlags(reading, kind === 'copy' ? ofCopy : ofAdd);
  const words = reading.json() ?? reading.words().map(({ text }) => text);
  const target = words.at(-1);
  if (words.length < 2 || target === undefined) {
    const what = words.length === 0 ? 'what to copy, and where to' : 'where to copy to';
    return reading.say({ summary: `\`${reading.keyword}\` does not say ${what}` });
  }
  if (!flags) return null;
  const files: Heredoc[] = [];
  const sources: string[] = [];
  for (const word of words.slice(0, -1)) {
    const name = readHeredocSign(word)?.name;
    const heredoc = reading.heredocs.find((one) => one.name === name);
    if (heredoc) files.push(heredoc);
    else sources.push(word);
  }
  if (readHeredocSign(target) && reading.heredocs.some(({ name }) => target.includes(name))) {
    return reading.say({ summary: `\`${reading.keyword}\` cannot copy to a text in the file` });
  }
  const from = flagOf(flags, 'from');
  if (from !== undefined && files.length > 0) {
    return reading.say({ summary: 'what is written in the file comes from no stage' });
  }
  const chown = flagOf(flags, 'chown');
  const chmod = flagOf(flags, 'chmod');
  const checksum = flagOf(flags, 'checksum');
  return {
    kind,
    sources,
    files,
    target,
    ...(from !== undefined && { from }),
    ...(chown !== undefined && { chown }),
    ...(chmod !== undefined && { chmod }),
    ...(checksum !== undefined && { checksum }),
    ...(flags.has('unpack') && { unpack: isSet(flags, 'unpack') }),
    parents: isSet(flags, 'parents'),
    exclude: flags.get('exclude') ?? [],
  };
}
