/*
 * The functions there are, as data. Constructors give the long form of something that a schema
 * describes (a step, a source, a restart rule): argument by argument, the field it fills.
 */

interface Parameter {
  readonly field: string;
  /** `list` wraps a single value; `rest` takes all further arguments; `merge` takes fields. */
  readonly as?: 'list' | 'rest' | 'merge';
  readonly optional?: boolean;
}
export interface Constructor {
  readonly signature: string;
  readonly description: string;
  readonly tag: readonly [field: string, value: string];
  readonly parameters: readonly Parameter[];
}

export const constructors: Readonly<Record<string, Constructor>> = {
  copy: {
    signature: 'copy(source or [sources], target, { owner, mode }?)',
    description: 'A step that copies files of the context into the image.',
    tag: ['kind', 'copy'],
    parameters: [
      { field: 'sources', as: 'list' },
      { field: 'target' },
      { field: 'options', as: 'merge', optional: true },
    ],
  },
  run: {
    signature: 'run(shell line or [program, arguments])',
    description: 'A step that runs a command in the image made so far.',
    tag: ['kind', 'run'],
    parameters: [{ field: 'command' }],
  },
  env: {
    signature: 'env({ NAME: value })',
    description: 'A step that sets environment variables.',
    tag: ['kind', 'env'],
    parameters: [{ field: 'env' }],
  },
  workdir: {
    signature: 'workdir(path)',
    description: 'A step that sets, and makes, the working directory.',
    tag: ['kind', 'workdir'],
    parameters: [{ field: 'path' }],
  },
  user: {
    signature: 'user(name)',
    description: 'A step that sets the user.',
    tag: ['kind', 'user'],
    parameters: [{ field: 'user' }],
  },
  expose: {
    signature: 'expose(port, …)',
    description: 'A step that notes ports that containers listen on.',
    tag: ['kind', 'expose'],
    parameters: [{ field: 'ports', as: 'rest' }],
  },
  label: {
    signature: 'label({ name: value })',
    description: 'A step that sets labels of the image.',
    tag: ['kind', 'label'],
    parameters: [{ field: 'labels' }],
  },
  rootfs: {
    signature: 'rootfs(path)',
    description: 'A root file system in a tar archive, to start an image from.',
    tag: ['kind', 'rootfs'],
    parameters: [{ field: 'path' }],
  },
  layout: {
    signature: 'layout(path, reference?)',
    description: 'An image in an OCI layout directory, to start an image from.',
    tag: ['kind', 'layout'],
    parameters: [{ field: 'path' }, { field: 'ref', optional: true }],
  },
  on_failure: {
    signature: 'on_failure(most?)',
    description: 'The restart rule that starts a container again when it has failed.',
    tag: ['policy', 'on-failure'],
    parameters: [{ field: 'max_retries', optional: true }],
  },
};

/** Functions on plain values, with how they are called. */
export const plainSignatures = {
  join: 'join([strings], separator)',
  lower: 'lower(string)',
  upper: 'upper(string)',
  length: 'length(list, object or string)',
  min: 'min(number, …)',
  max: 'max(number, …)',
} as const;
export type PlainFunction = keyof typeof plainSignatures;

export const isPlainFunction = (name: string): name is PlainFunction =>
  Object.hasOwn(plainSignatures, name);

export const functionNames: ReadonlySet<string> = new Set([
  ...Object.keys(constructors),
  ...Object.keys(plainSignatures),
]);
