/*
 * Functions that give the long form of something that a schema describes: steps of images, what images
 * start from, rules for restarting. Whether the arguments fit is for the slot to say that takes the
 * result, since the schema knows.
 */
import { isPoison, stringValue, type Member, type Value } from '../../semantics/value.js';
import { fail } from '../call.js';
import type { Call, Category, Example, LibraryFunction, Outcome } from '../library-function.js';

/** How an argument becomes a field: `list` wraps a single value, `merge` takes fields over. */
interface Filled {
  readonly field: string;
  readonly as?: 'list' | 'rest' | 'merge';
}

function constructor(
  signature: string,
  documentation: string,
  tag: readonly [field: string, value: string],
  filled: readonly Filled[],
  examples: readonly Example[],
): LibraryFunction {
  const apply = (call: Call): Outcome => construct(call, signature, tag, filled);
  return { signature, documentation, examples, apply, unchecked: true };
}

export const constructors: Category = {
  title: 'Steps, sources and rules',
  introduction:
    'These make what an attribute takes: elements of `steps`, a value of `from`, one of `restart`. Their arguments are checked there.',
  functions: [
    constructor(
      'copy(sources: string | [string], target: string, options?: { owner?: string, mode?: string }): step',
      'A step that copies files of the context into the image.',
      ['kind', 'copy'],
      [{ field: 'sources', as: 'list' }, { field: 'target' }, { field: 'options', as: 'merge' }],
      [
        [
          'copy("start.sh", "/bin/", { mode: "0755" })',
          '{ kind: "copy", sources: ["start.sh"], target: "/bin/", mode: "0755" }',
        ],
      ],
    ),
    constructor(
      'run(command: string | [string]): step',
      'A step that runs a command in the image made so far: a line for the shell, or a program with its arguments.',
      ['kind', 'run'],
      [{ field: 'command' }],
      [['run("make all")', '{ kind: "run", command: "make all" }']],
    ),
    constructor(
      'env(variables: {[string]: string}): step',
      'A step that sets environment variables. Given a text, `env` reads a variable instead.',
      ['kind', 'env'],
      [{ field: 'env' }],
      [['env({ MODE: "production" })', '{ kind: "env", env: { MODE: "production" } }']],
    ),
    constructor(
      'workdir(path: string): step',
      'A step that sets, and makes, the working directory.',
      ['kind', 'workdir'],
      [{ field: 'path' }],
      [['workdir("/srv")', '{ kind: "workdir", path: "/srv" }']],
    ),
    constructor(
      'user(name: string): step',
      'A step that sets the user.',
      ['kind', 'user'],
      [{ field: 'user' }],
      [['user("1000:1000")', '{ kind: "user", user: "1000:1000" }']],
    ),
    constructor(
      'expose(...ports: port): step',
      'A step that notes ports that containers listen on.',
      ['kind', 'expose'],
      [{ field: 'ports', as: 'rest' }],
      [['expose(80, 53/udp)', '{ kind: "expose", ports: [80, 53/udp] }']],
    ),
    constructor(
      'label(labels: {[string]: string}): step',
      'A step that sets labels of the image.',
      ['kind', 'label'],
      [{ field: 'labels' }],
      [['label({ part: "app" })', '{ kind: "label", labels: { part: "app" } }']],
    ),
    constructor(
      'rootfs(path: string): source',
      'A root file system in a tar archive, to start an image from.',
      ['kind', 'rootfs'],
      [{ field: 'path' }],
      [['rootfs("base.tar")', '{ kind: "rootfs", path: "base.tar" }']],
    ),
    constructor(
      'layout(path: string, reference?: string): source',
      'An image in an OCI layout directory, to start an image from.',
      ['kind', 'layout'],
      [{ field: 'path' }, { field: 'ref' }],
      [['layout("./oci", "v1")', '{ kind: "layout", path: "./oci", ref: "v1" }']],
    ),
    constructor(
      'on_failure(most?: int): rule',
      'The restart rule that starts a container again when it has failed, a number of times at most.',
      ['policy', 'on-failure'],
      [{ field: 'max_retries' }],
      [['on_failure(5)', '{ policy: "on-failure", max_retries: 5 }']],
    ),
  ],
};

function construct(
  { name, span, arguments: given }: Call,
  signature: string,
  [tagField, tag]: readonly [field: string, value: string],
  filled: readonly Filled[],
): Outcome {
  const wrong = (argument: number, detail: string): Outcome =>
    fail(`these arguments do not fit \`${name}\``, { code: 'wrong-arguments', argument, detail });
  const members = new Map<string, Member>();
  const set = (field: string, value: Value) =>
    members.set(field, { value, span: value.span, keySpan: value.span });
  set(tagField, stringValue(tag, span));
  for (const [index, { field, as }] of filled.entries()) {
    const value = given[index];
    if (as === 'rest') {
      const rest = given.slice(index).filter((one) => one !== undefined);
      if (rest.length === 0) return wrong(index, `It is called as \`${signature}\`.`);
      set(field, { kind: 'list', items: rest, span });
    } else if (!value || value.kind === 'null') continue;
    else if (isPoison(value)) set(field, value);
    else if (as === 'merge') {
      if (value.kind !== 'object') return wrong(index, `It is called as \`${signature}\`.`);
      for (const [inner, member] of value.members) members.set(inner, member);
    } else if (as === 'list' && value.kind !== 'list') {
      set(field, { kind: 'list', items: [value], span: value.span });
    } else set(field, value);
  }
  return { kind: 'object', members, span, call: name };
}
