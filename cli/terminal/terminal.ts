/*
 * The two streams a command writes to: data on standard output, everything else on standard error.
 * Secrets that were concealed are masked in both, whoever writes.
 * Control characters in what comes from elsewhere are made visible, so that no name or label can
 * drive the terminal, and lines that a CI system would take for a command are defused.
 */
import { styleText } from 'node:util';
import { toJson } from '../../model/index.js';
import type { GuardedStreams } from './guard-streams.js';
import type { Masker } from './mask.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan' | 'magenta';

export interface Terminal {
  /** Writes a line of data. */
  print(line: string): void;
  /** Writes data as it is, without a line end. */
  write(text: string | Uint8Array): void;
  /** Writes a line for the person. */
  note(line: string): void;
  /** Writes a line about an error, also to who asked for quiet. */
  complain(line: string): void;
  /** Masks texts in everything written from now on; of `values`, long pieces too. */
  conceal(hidden: Parameters<Masker['hide']>[0]): void;
  /** The text as it may be shown, for whoever cuts it short before it is written. */
  mask(text: string): string;
  /** Writes a line of data as it is, secrets and all, because it was asked for by name. */
  reveal(line: string): void;
  /** Whether a person watches standard error. */
  readonly interactive: boolean;
  /** Whether a person can answer. */
  readonly canAsk: boolean;
  style(style: Style, text: string): string;
  readonly quiet: boolean;
}

export interface TerminalOptions {
  readonly streams: GuardedStreams;
  readonly colour?: boolean;
  readonly quiet?: boolean;
}

/** Whether colour is wanted: NO_COLOR and FORCE_COLOR first, then whether the stream is a terminal. */
function wantsColour(environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (environment['NO_COLOR']) return false;
  if (environment['FORCE_COLOR']) return environment['FORCE_COLOR'] !== '0';
  return isTerminal && environment['TERM'] !== 'dumb';
}

/** The process's own terminal. */
export function processTerminal(options: TerminalOptions): Terminal {
  const { masker, writeRevealed } = options.streams;
  const colour = options.colour ?? wantsColour(process.env, process.stdout.isTTY);
  return {
    print: (line) => void process.stdout.write(`${maskData(line, masker)}\n`),
    write: (text) => void process.stdout.write(text),
    note: (line) => {
      if (!options.quiet) process.stderr.write(`${line}\n`);
    },
    complain: (line) => void process.stderr.write(`${line}\n`),
    // A terminal that says it has no columns cannot show a line that is drawn over itself.
    conceal: (hidden) => masker.hide(hidden),
    mask: (text) => masker.mask(text),
    reveal: (line) => writeRevealed(`${line}\n`),
    interactive:
      process.stderr.isTTY &&
      process.stderr.columns > 0 &&
      process.env['CI'] === undefined &&
      !options.quiet,
    canAsk: process.stdin.isTTY && process.stderr.isTTY,
    style: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
    quiet: options.quiet ?? false,
  };
}

/** Masks JSON as JSON, so that it can still be read; the streams mask all other text. */
function maskData(line: string, masker: Masker): string {
  if (!masker.active || !/^[[{]/.test(line) || masker.mask(line) === line) return line;
  try {
    const value = toJson(JSON.parse(line));
    return JSON.stringify(masker.maskJson(value), null, /^[[{]\n/.test(line) ? 2 : 0);
  } catch (error) {
    if (error instanceof SyntaxError) return line;
    throw error;
  }
}

// C0 except tab and line feed, DEL, C1, and the characters that reorder text.
const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** Makes control characters visible (`\x1b`), for text from files, engines and containers. */
export function visible(text: string): string {
  return text.replace(controls, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Makes line ends visible too, for text that is to stay within its line. */
export function visibleInLine(text: string): string {
  return visible(text).replaceAll('\n', '\\x0a');
}
