/*
 * Outputs as people and programs read them. A secret is named and not shown; what the engine has not
 * chosen yet is said to be known later.
 */
import type { JsonValue } from '../../model/index.js';
import { secretText } from '../terminal/mask.js';
import { visible } from '../terminal/terminal.js';

/** An output of a stack or of a plan. */
export interface ShownOutput {
  readonly name: string;
  readonly value?: JsonValue;
  readonly secret?: true;
}

/** The value of an output as text: strings as they are, everything else as JSON. */
export function outputText({ value, secret }: Omit<ShownOutput, 'name'>): string {
  if (secret) return secretText;
  if (value === undefined) return '(known after apply)';
  return typeof value === 'string' ? visible(value) : JSON.stringify(value);
}

/** `name = value`, a line each. */
export function outputLines(outputs: readonly ShownOutput[]): readonly string[] {
  return outputs.map((output) => `${output.name} = ${outputText(output)}`);
}
