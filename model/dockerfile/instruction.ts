/*
 * The instructions of a Dockerfile as they are written: words with their variables unexpanded, for
 * what a variable is depends on the build. https://docs.docker.com/reference/dockerfile/
 */

/** A part of the file, in code units from its beginning; `to` is behind the last one. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A mistake in a Dockerfile, with its place. */
export interface DockerfileProblem extends Place {
  readonly code:
    | 'dockerfile-invalid'
    | 'dockerfile-instruction-unknown'
    | 'dockerfile-stage-unknown'
    | 'dockerfile-unsupported';
  readonly summary: string;
  readonly detail?: string;
}

/** A text below an instruction that stands for a file. */
export interface Heredoc {
  readonly name: string;
  /** Without the tabs that its sign wants to be taken away. */
  readonly text: string;
  /** Whether variables in it count; they do not where its name is quoted. */
  readonly expands: boolean;
}

/** A line for the shell, or a program with its arguments. */
export type DockerfileCommand =
  | { readonly form: 'shell'; readonly line: string }
  | { readonly form: 'exec'; readonly argv: readonly string[] };

export type MountType = 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh';

/** What `RUN --mount` asks for; members by their long names, unexpanded. */
export interface RunMount {
  readonly type: MountType;
  readonly options: Readonly<Record<string, string>>;
  readonly place: Place;
}

export interface CopyInstruction {
  readonly kind: 'copy' | 'add';
  readonly sources: readonly string[];
  /** Sources that are written in the file itself. */
  readonly files: readonly Heredoc[];
  readonly target: string;
  readonly from?: string;
  readonly chown?: string;
  readonly chmod?: string;
  readonly parents: boolean;
  readonly exclude: readonly string[];
  readonly checksum?: string;
  /** Whether archives are unpacked; undefined where it is left to the instruction. */
  readonly unpack?: boolean;
}

export interface HealthInstruction {
  readonly kind: 'healthcheck';
  /** Absent for `NONE`. */
  readonly command?: DockerfileCommand;
  /** Milliseconds. */
  readonly interval?: number;
  readonly timeout?: number;
  readonly startPeriod?: number;
  readonly startInterval?: number;
  readonly retries?: number;
}

export type InstructionBody =
  | {
      readonly kind: 'from';
      readonly image: string;
      readonly platform?: string;
      readonly as?: string;
    }
  | {
      readonly kind: 'arg';
      readonly args: readonly { readonly name: string; readonly value?: string }[];
    }
  | { readonly kind: 'env' | 'label'; readonly pairs: readonly (readonly [string, string])[] }
  | {
      readonly kind: 'run';
      readonly command: DockerfileCommand;
      readonly mounts: readonly RunMount[];
      readonly network: string;
      readonly heredocs: readonly Heredoc[];
    }
  | CopyInstruction
  | { readonly kind: 'cmd' | 'entrypoint'; readonly command: DockerfileCommand }
  | { readonly kind: 'shell'; readonly shell: readonly string[] }
  | { readonly kind: 'workdir' | 'user' | 'stopsignal' | 'maintainer'; readonly value: string }
  | { readonly kind: 'expose' | 'volume'; readonly words: readonly string[] }
  | HealthInstruction
  | { readonly kind: 'onbuild'; readonly trigger: string };

export type Instruction = InstructionBody & {
  /** In one line, as messages show it: the keyword in capitals, white space as one blank. */
  readonly text: string;
  readonly place: Place;
};

export type InstructionOf<K extends Instruction['kind']> = Extract<Instruction, { kind: K }>;

export interface Stage {
  /** Number in the file, from 0. */
  readonly index: number;
  /** In lower case. */
  readonly name?: string;
  readonly from: InstructionOf<'from'>;
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  /** The character that joins lines and takes meaning away. */
  readonly escape: string;
  /** `ARG`s before the first `FROM`, which only those see. */
  readonly globals: readonly InstructionOf<'arg'>[];
  readonly stages: readonly Stage[];
}
