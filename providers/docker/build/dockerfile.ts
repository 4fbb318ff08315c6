/*
 * Writes the text of a Dockerfile so that every value arrives byte for byte: the builder expands
 * variables, takes quotes away and joins lines, and all of that is escaped here. What its syntax
 * cannot say at all, a line break in a value, comes in through a build argument in a stage of its
 * own, because arguments of a stage are seen by the commands that run in it.
 * https://docs.docker.com/reference/dockerfile/#parser-directives
 */

export interface Dockerfile {
  readonly text: string;
  /** Values of build arguments by name. */
  readonly arguments: Readonly<Record<string, string>>;
  /** For each instruction, in order, which step of the image it belongs to; -1 for none. */
  readonly steps: readonly number[];
}

export interface DockerfileWriter {
  /** Says which step of the image the following instructions belong to. */
  beginStep(step: number): void;
  /** An instruction whose arguments are names or a path, such as `WORKDIR`. */
  words(instruction: string, words: readonly string[]): void;
  /** `ENV` or `LABEL`. */
  pairs(instruction: string, pairs: Readonly<Record<string, string>>): void;
  /** An instruction whose arguments are taken as they are: `RUN`, `CMD`, `ENTRYPOINT`. */
  exec(instruction: string, argv: readonly string[]): void;
  /** `ADD` or `COPY` of one thing of the context, or of several of a stage. */
  transfer(instruction: string, source: string | readonly string[], target: string): void;
  /** A build argument that the following commands of the stage see. */
  argument(name: string, value: string): void;
  /** `VOLUME`, whose words are a list. */
  list(instruction: string, words: readonly string[]): void;
  /** An instruction that is sent as it is written; it has no line break. */
  raw(line: string): void;
  /** Begins another stage. */
  from(base: string): void;
  /** The name of the stage as it is so far. */
  name(): string;
  finish(): Dockerfile;
}

/** @param base what follows the first `FROM`: an id, or `scratch` */
export function startDockerfile(base: string): DockerfileWriter {
  const lines: string[] = [];
  const steps: number[] = [];
  const values: Record<string, string> = {};
  let step = -1;
  let stage = 0;
  const add = (line: string): void => {
    lines.push(foldLine(line));
    steps.push(step);
  };
  /** Adds an instruction, with the values it cannot spell as arguments in a stage around it. */
  const addSpelled = (write: (spell: (value: string, plain: string) => string) => string): void => {
    const names: string[] = [];
    const line = write((value, plain) => {
      if (!/[\r\n]/.test(value)) return plain;
      const name = `VALUE_${Object.keys(values).length}`;
      values[name] = value;
      names.push(name);
      return `"\${${name}}"`;
    });
    if (names.length > 0) nextStage();
    for (const name of names) add(`ARG ${name}`);
    add(line);
    if (names.length > 0) nextStage();
  };
  let declared: string[] = [];
  const nextStage = (): void => {
    stage += 1;
    add(`FROM stage${stage - 1} AS stage${stage}`);
    // Arguments are of a stage.
    for (const line of declared) add(line);
  };
  const addLater = (line: string): void => {
    declared.push(line);
    add(line);
  };
  add(`FROM ${base} AS stage0`);
  return {
    beginStep: (index) => {
      step = index;
    },
    words: (instruction, words) =>
      addSpelled((spell) =>
        [instruction, ...words.map((word) => spell(word, quoted(word)))].join(' '),
      ),
    pairs: (instruction, pairs) => {
      const entries = Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1));
      if (entries.length === 0) return;
      addSpelled((spell) =>
        [
          instruction,
          ...entries.map(([name, value]) => `${escaped(name)}=${spell(value, quoted(value))}`),
        ].join(' '),
      );
    },
    exec: (instruction, argv) => add(`${instruction} ${JSON.stringify(argv)}`),
    transfer: (instruction, source, target) =>
      addSpelled((spell) => {
        const plain = JSON.stringify(escaped(target));
        // In the list form each element is JSON first and a word after.
        const word = spell(target, plain);
        const sources = typeof source === 'string' ? [source] : source.map(escaped);
        const list = sources.map((one) => JSON.stringify(one)).join(', ');
        return `${instruction} [${list}, ${word === plain ? plain : JSON.stringify(word)}]`;
      }),
    argument: (name, value) => {
      const isPlatform = platformArgument.test(name) && (values[name] ?? value) === value;
      if (isPlatform) {
        values[name] = value;
        addLater(`ARG ${name}`);
      } else if (/[\r\n]/.test(value)) {
        const given = `VALUE_${Object.keys(values).length}`;
        values[given] = value;
        addLater(`ARG ${given}`);
        addLater(`ARG ${name}="\${${given}}"`);
      } else addLater(`ARG ${name}=${quoted(value)}`);
    },
    list: (instruction, words) =>
      add(`${instruction} ${JSON.stringify(words.map((word) => escaped(word)))}`),
    raw: (line) => add(line),
    from: (base) => {
      stage += 1;
      declared = [];
      add(`FROM ${base} AS stage${stage}`);
    },
    name: () => `stage${stage}`,
    finish: () => ({ text: `${lines.join('\n')}\n`, arguments: values, steps }),
  };
}

/** Arguments that builders may give by themselves, and then let nobody give a default. */
const platformArgument = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;

/** A value in double quotes, in which only three characters mean something. */
function quoted(value: string): string {
  return `"${value.replace(/[\\"$]/g, '\\$&')}"`;
}

/** A word outside quotes: whatever of ASCII could mean something gets a backslash. */
function escaped(word: string): string {
  return word.replace(/[\x01-\x7f]/g, (character) =>
    /[A-Za-z0-9_./:@+-]/.test(character) ? character : `\\${character}`,
  );
}

/** The builder reads lines of less than 64 KiB; a character has four bytes at most. */
const longestLine = 15_000;

/**
 * Breaks a long line up with backslashes at its ends. Not within an escape, and not where a line
 * would begin with white space or a comment sign, or end with white space.
 */
function foldLine(line: string): string {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > longestLine) {
    let cut = longestLine;
    while (cut > 1 && !/^[\w"/.:,{}-]{2}$/.test(rest.slice(cut - 1, cut + 1))) cut -= 1;
    if (cut === 1) break;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...parts, rest].join('\\\n');
}
