/*
 * Declarations to symbols: finds out what every name of the stack stands for, and reports names that
 * are declared twice, mean nothing, or would hide another. Nothing is evaluated here.
 */
import { type Diagnostic, kinds, nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type {
  Declaration,
  NameNode,
  Parsed,
  ResourceDeclaration,
  UnknownDeclaration,
} from '../syntax/index.js';
import { lineText } from '../syntax/index.js';
import { isKind } from '../types/from-schema.js';
import type { ResourceSymbol, Symbols } from './symbols.js';

export interface Bound {
  readonly symbols: Symbols;
  readonly diagnostics: readonly Diagnostic[];
}

const declarationWords = ['stack', 'param', 'let', 'output', ...kinds];
const stackNamePattern = /^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$/;
const longestStackName = 60;

/** Binds all declarations of all files of one stack. */
export function bind(files: readonly Parsed[]): Bound {
  const diagnostics: Diagnostic[] = [];
  const binder = new Map<string, Span>();
  const params = new Map<string, Extract<Declaration, { kind: 'param' }>>();
  const lets = new Map<string, Extract<Declaration, { kind: 'let' }>>();
  const outputs = new Map<string, Extract<Declaration, { kind: 'output' }>>();
  const resourcesByName = new Map<string, ResourceSymbol[]>();
  const lost = new Set(files.flatMap(namesOnBrokenLines));
  let stack: Extract<Declaration, { kind: 'stack' }> | undefined;

  const claim = (name: NameNode): boolean => {
    const before = binder.get(name.name);
    if (before) diagnostics.push(declaredTwice(name, before));
    else binder.set(name.name, name.span);
    return before === undefined;
  };

  for (const declaration of files.flatMap((file) => file.tree.declarations)) {
    const { name } = declaration;
    switch (declaration.kind) {
      case 'stack':
        if (stack) diagnostics.push(secondStack(name, stack.name.span));
        else stack = declaration;
        break;
      case 'param':
      case 'let':
        if (isKind(name.name)) diagnostics.push(kindAsName(name));
        else if (claim(name)) {
          if (declaration.kind === 'param') params.set(name.name, declaration);
          else lets.set(name.name, declaration);
        }
        break;
      case 'output': {
        const before = outputs.get(name.name);
        if (before) diagnostics.push(declaredTwice(name, before.name.span));
        else outputs.set(name.name, declaration);
        break;
      }
      case 'resource': {
        const symbol = bindResource(declaration, diagnostics);
        if (!symbol) {
          lost.add(name.name);
          break;
        }
        const others = resourcesByName.get(name.name) ?? [];
        const twin = others.find((other) => other.kind === symbol.kind);
        if (twin) diagnostics.push(declaredTwice(name, twin.declaration.name.span));
        else if (others.length > 0 || claim(name)) {
          resourcesByName.set(name.name, [...others, symbol]);
        }
        break;
      }
      case 'unknown':
        lost.add(name.name);
        if (!declaration.broken) {
          const isResource = isKind(declaration.word.name);
          diagnostics.push(
            isResource ? noBody(declaration) : unknownWord(declaration.word, declarationWords),
          );
        }
        break;
      default:
        declaration satisfies never;
    }
  }
  if (stack) checkStackName(stack.name, diagnostics);
  else if (!lost.has('stack')) diagnostics.push(noStack(files));
  const resources = [...resourcesByName.values()].flat();
  for (const { declaration } of resources) checkLoopNames(declaration, binder, diagnostics);
  const symbols: Symbols = {
    stack,
    params,
    lets,
    resources,
    resourcesByName,
    outputs: [...outputs.values()],
    namesInBroken: new Set(files.flatMap(namesInBroken)),
    lost,
  };
  return { symbols, diagnostics };
}

function bindResource(
  declaration: ResourceDeclaration,
  diagnostics: Diagnostic[],
): ResourceSymbol | undefined {
  const { name, resourceKind } = declaration;
  if (!isKind(resourceKind.name)) {
    diagnostics.push(unknownWord(resourceKind, kinds));
    return undefined;
  }
  if (isKind(name.name)) {
    diagnostics.push(kindAsName(name));
    return undefined;
  }
  if (!/^[A-Za-z]/.test(name.name)) {
    diagnostics.push(
      diagnose('invalid-name', name.span, {
        summary: `a resource cannot be called \`${name.name}\``,
        detail: 'The name becomes a host name, so it has to begin with a letter.',
      }),
    );
  }
  return { kind: resourceKind.name, name: name.name, declaration };
}

function checkStackName({ name, span }: NameNode, diagnostics: Diagnostic[]): void {
  if (stackNamePattern.test(name) && name.length <= longestStackName) return;
  diagnostics.push(
    diagnose('invalid-name', span, {
      summary: `a stack cannot be called \`${name}\``,
      detail: `It becomes part of every name in the engine: lower-case letters and digits, joined by single \`_\` (or \`-\` where it is written as a string), at most ${longestStackName} characters, a letter first.`,
    }),
  );
}

function checkLoopNames(
  { clauses }: ResourceDeclaration,
  declared: ReadonlyMap<string, Span>,
  diagnostics: Diagnostic[],
): void {
  const variables = clauses.flatMap((clause) => (clause.kind === 'for' ? clause.variables : []));
  for (const [index, variable] of variables.entries()) {
    const twin = variables.slice(0, index).find((other) => other.name === variable.name);
    const before = declared.get(variable.name) ?? twin?.span;
    if (isKind(variable.name)) diagnostics.push(kindAsName(variable));
    else if (before) {
      diagnostics.push(
        diagnose('shadowed-name', variable.span, {
          summary: `\`${variable.name}\` would hide another \`${variable.name}\``,
          detail: 'Choose another name for the variable.',
          labels: [{ span: before, text: 'which is declared here' }],
        }),
      );
    }
  }
}

function declaredTwice({ name, span }: NameNode, before: Span): Diagnostic {
  return diagnose('duplicate-name', span, {
    summary: `\`${name}\` is declared twice`,
    labels: [{ span: before, text: 'it is declared here, too' }],
  });
}

function secondStack({ span }: NameNode, before: Span): Diagnostic {
  return diagnose('duplicate-stack', span, {
    summary: 'this is the second stack declaration',
    detail: 'All files of a directory make one stack. Remove one of the two.',
    labels: [{ span: before, text: 'the first is here' }],
  });
}

function kindAsName({ name, span }: NameNode): Diagnostic {
  return diagnose('shadowed-name', span, {
    summary: `\`${name}\` is a kind of resource`,
    detail: `\`${name}.NAME\` means a resource of that kind. Choose another name.`,
  });
}

function unknownWord({ name, span }: NameNode, candidates: readonly string[]): Diagnostic {
  const meant = nearestName(name, [...candidates, 'service']) ?? name;
  // What other tools call a service is a container here.
  const nearest = meant === 'service' ? 'container' : meant === name ? undefined : meant;
  return diagnose('unknown-kind', span, {
    summary: `there is no declaration \`${name}\``,
    detail: `Declarations begin with ${declarationWords.map((word) => `\`${word}\``).join(', ')}.`,
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}

function noBody({ word, name, value, type }: UnknownDeclaration): Diagnostic {
  const end = { file: name.span.file, start: name.span.end, end: name.span.end };
  return diagnose('syntax', end, {
    summary: `expected \`{\` after the name of the ${word.name}`,
    detail: `A resource is written \`${word.name} ${name.name} { … }\`.`,
    fix: value || type ? undefined : { title: 'add an empty body', span: end, text: ' {}' },
  });
}

function noStack(files: readonly Parsed[]): Diagnostic {
  const [first] = files;
  const start = first?.tree.span.start;
  const span = first && start && { file: first.source.path, start, end: start };
  return diagnose('no-stack', span, {
    summary: 'no file says which stack this is',
    detail: 'Add a line such as `stack shop`. Its name begins the names of all that is made.',
    fix: span && { title: 'add a stack declaration', span, text: 'stack main\n\n' },
  });
}

const words = /[A-Za-z_]\w*/g;

function namesOnBrokenLines({ source, diagnostics }: Parsed): string[] {
  return diagnostics.flatMap(({ span }) =>
    span ? (lineText(source, span.start.line).match(words) ?? []) : [],
  );
}

function namesInBroken(file: Parsed): string[] {
  const { declarations } = file.tree;
  const inside = declarations.flatMap(({ broken, span }, index) => {
    if (!broken) return [];
    const end = declarations[index + 1]?.span.start.offset;
    return file.source.text.slice(span.start.offset, end).match(words) ?? [];
  });
  return [...inside, ...namesOnBrokenLines(file)];
}
