/* What is said of names that are declared twice, mean nothing, or would hide another. */
import { type Diagnostic, nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { NameNode, Parsed, UnknownDeclaration } from '../syntax/index.js';

/** Of two declarations of one name the later one is reported. */
export function declaredTwice({ name, span }: NameNode, before: Span): Diagnostic {
  return diagnose('duplicate-name', span, {
    summary: `\`${name}\` is declared twice`,
    labels: [{ span: before, text: 'it is declared here, too' }],
  });
}

/** A stack, or an engine, can be declared once. */
export function secondOf(what: 'stack' | 'engine', { span }: NameNode, before: Span): Diagnostic {
  return diagnose(what === 'stack' ? 'duplicate-stack' : 'duplicate-engine', span, {
    summary: `this is the second ${what} declaration`,
    detail: 'All files of a directory make one stack. Remove one of the two.',
    labels: [{ span: before, text: 'the first is here' }],
  });
}

export function kindAsName({ name, span }: NameNode): Diagnostic {
  return diagnose('shadowed-name', span, {
    summary: `\`${name}\` is a kind of resource`,
    detail: `\`${name}.NAME\` means a resource of that kind. Choose another name.`,
  });
}

export function hidesAnother({ name, span }: NameNode, before: Span): Diagnostic {
  return diagnose('shadowed-name', span, {
    summary: `\`${name}\` would hide another \`${name}\``,
    detail: 'Choose another name for the variable.',
    labels: [{ span: before, text: 'which is declared here' }],
  });
}

export function builtInType({ name, span }: NameNode): Diagnostic {
  return diagnose('shadowed-name', span, {
    summary: `\`${name}\` is a type of the language`,
    detail: 'Choose another name.',
  });
}

/** A first word that begins no declaration. */
export function unknownWord(
  { name, span }: NameNode,
  candidates: readonly string[],
  words: readonly string[],
): Diagnostic {
  const meant = nearestName(name, [...candidates, 'service']) ?? name;
  // What other tools call a service is a container here, a variable a param, and a module a use.
  const nearest = otherWords.get(meant) ?? (meant === name ? undefined : meant);
  return diagnose('unknown-kind', span, {
    summary: `there is no declaration \`${name}\``,
    detail: `Declarations begin with ${words.map((word) => `\`${word}\``).join(', ')}.`,
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}

const otherWords: ReadonlyMap<string, string> = new Map([
  ['service', 'container'],
  ['variable', 'param'],
  ['parameter', 'param'],
  ['function', 'fn'],
  ['module', 'use'],
  ['const', 'let'],
  ['var', 'let'],
]);

export function noBody({ word, name, value, type }: UnknownDeclaration): Diagnostic {
  const end = { file: name.span.file, start: name.span.end, end: name.span.end };
  return diagnose('syntax', end, {
    summary: `expected \`{\` after the name of the ${word.name}`,
    detail: `A resource is written \`${word.name} ${name.name} { … }\`.`,
    fix: value || type ? undefined : { title: 'add an empty body', span: end, text: ' {}' },
  });
}

export function noStack(files: readonly Parsed[]): Diagnostic {
  const [first] = files;
  const start = first?.tree.span.start;
  const span = first && start && { file: first.source.path, start, end: start };
  return diagnose('no-stack', span, {
    summary: 'no file says which stack this is',
    detail: 'Add a line such as `stack shop`. Its name begins the names of all that is made.',
    fix: span && { title: 'add a stack declaration', span, text: 'stack main\n\n' },
  });
}

/** What only the stack itself may say. */
export function onlyInStack(what: keyof typeof stackOnly, span: Span, user: Span): Diagnostic {
  return diagnose('misplaced-declaration', span, {
    ...stackOnly[what],
    labels: [{ span: user, text: 'it is used as a module here' }],
  });
}

const stackOnly = {
  stack: {
    summary: 'a module has no `stack` declaration',
    detail:
      'What a module makes belongs to the stack that uses it, and is named after that. Remove the line.',
  },
  engine: {
    summary: 'a module does not choose the engine',
    detail: 'All of a stack is on one engine, which the stack itself declares. Remove the line.',
  },
  secret: {
    summary: 'a module declares no secrets',
    detail:
      'Where a secret comes from is for the stack to say. Declare a param, such as `param password: secret<string>`, and give it the secret.',
  },
} as const;

/** Tests and all else live in different files. */
export function wrongFile(isTest: boolean, span: Span): Diagnostic {
  return diagnose('misplaced-declaration', span, {
    summary: isTest
      ? 'tests stand in files of their own'
      : 'a file of tests holds nothing but tests',
    detail: isTest
      ? 'Move it to a file whose name ends in `.test.stow`.'
      : 'Move it to a file whose name does not end in `.test.stow`.',
  });
}
