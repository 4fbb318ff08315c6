/* What the tests of the language share: compiling a text, and messages as short lines. */
import type { Diagnostic, JsonValue, Resource, Stack } from '../../model/index.js';
import { compile, type ParamInputs } from '../index.js';

export { compileSetting } from '../diagnostics/examples/compile-example.js';
export { readFixtures, writeGoldens, type Fixture } from './fixtures.js';
export { specs } from './specs.js';

type Params = Readonly<Record<string, JsonValue>>;

const given = (params: Params): ParamInputs =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, { value, origin: 'the test' }]),
  );

/** A message in one line: `3:9 type-mismatch: memory takes …`. */
export function shortMessage({ span, code, summary }: Diagnostic): string {
  const place = span ? `${span.start.line}:${span.start.column}` : '-';
  return `${place} ${code}: ${summary}`;
}

/** The errors of one file, as short messages. */
export function errorsOf(text: string, params: Params = {}): string[] {
  return messagesOf(text, params, 'error');
}

/** All messages of one severity. */
export function messagesOf(text: string, params: Params, severity: string): string[] {
  return compile([{ path: 'main.stow', text }], { params: given(params) })
    .diagnostics.filter((one) => one.severity === severity)
    .map(shortMessage);
}

/** The stack of a file that has no errors. */
export function stackOf(text: string, params: Params = {}): Stack {
  const { value, diagnostics } = compile([{ path: 'main.stow', text }], { params: given(params) });
  if (!value) throw new Error(`it has errors:\n${diagnostics.map(shortMessage).join('\n')}`);
  return value;
}

/** The resource at an address. */
export function resourceOf(stack: Stack, address: string): Resource {
  const found = stack.resources.find((resource) => resource.address === address);
  if (!found) {
    throw new Error(
      `no ${address} among ${stack.resources.map((resource) => resource.address).join(', ')}`,
    );
  }
  return found;
}

/** The spec of a resource, as plain data. */
export function specOf(text: string, address: string, params: Params = {}): unknown {
  return resourceOf(stackOf(text, params), address).spec;
}
