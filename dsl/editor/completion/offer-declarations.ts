/*
 * What a line outside of everything may begin with: the words of declarations and the kinds, each
 * with the rest of a first one to fill in.
 */
import type { Kind } from '../../../model/index.js';
import { tableOf } from '../definitions.js';
import { bodyShape } from '../type-shapes.js';
import type { Place, Unit } from '../world.js';
import { ranks, type Completion } from './completion.js';

interface Template {
  readonly label: string;
  readonly insert: string;
  readonly detail: string;
}

const kindTemplates: Readonly<Record<Kind, string>> = {
  container: 'container ${1:web} {\n  image: ${2:"${3:name:tag}"}\n  $0\n}',
  image:
    'image ${1:app} {\n  from: "${2:name:tag}"\n  context: "${3:.}"\n  steps: [\n    $0\n  ]\n}',
  volume: 'volume ${1:data} { $0 }',
  network: 'network ${1:backend} { $0 }',
};

/** Templates of the declarations that are no kinds; each gives a line that parses. */
export const declarationTemplates: readonly Template[] = [
  {
    label: 'param',
    insert: 'param ${1:name}: ${2:string} = ${3:"value"}',
    detail: 'a value given from outside',
  },
  { label: 'let', insert: 'let ${1:name} = ${2:"value"}', detail: 'a name for a value' },
  { label: 'secret', insert: 'secret ${1:name}', detail: 'a value that is never shown' },
  { label: 'type', insert: 'type ${1:Name} = ${2:string}', detail: 'a name for a type' },
  {
    label: 'fn',
    insert: 'fn ${1:name}(${2:value}: ${3:string}): ${4:string} = ${5:value}',
    detail: 'a function',
  },
  { label: 'use', insert: 'use "${1:./modules/name}" as ${2:name} { $0 }', detail: 'a module' },
  {
    label: 'output',
    insert: 'output ${1:name} = ${2:"value"}',
    detail: 'a value that the stack shows',
  },
  {
    label: 'check',
    insert:
      'check "${1:what has to be so}" {\n  assert ${2:true}, "${3:what is wrong otherwise}"\n}',
    detail: 'a check of the whole stack',
  },
  {
    label: 'moved',
    insert: 'moved { from: ${1:container.old}, to: ${2:container.new} }',
    detail: 'a resource has a new address',
  },
  {
    label: 'removed',
    insert: 'removed { from: ${1:container.old}, destroy: ${2:false} }',
    detail: 'a resource is no longer written',
  },
  {
    label: 'import',
    insert: 'import { to: ${1:container.name}, id: "${2:name}" }',
    detail: 'an object of the engine becomes a resource',
  },
];
const stackTemplate: Template = {
  label: 'stack',
  insert: 'stack ${1:name}',
  detail: 'the name of the stack',
};
const engineTemplate: Template = {
  label: 'engine',
  insert: 'engine ${1:docker}',
  detail: 'the engine that the stack is for',
};
const testTemplate: Template = {
  label: 'test',
  insert: 'test "${1:what is tested}" {\n  params: { $2 }\n  assert ${3:true}\n}',
  detail: 'a test of the stack',
};

/** The beginnings of declarations. */
export function offerDeclarations({ unit, file }: Place): readonly Completion[] {
  const isTest = file.source.path.endsWith('.test.stow');
  const templates = [
    ...(declares(unit, 'stack') ? [] : [stackTemplate]),
    ...(declares(unit, 'engine') ? [] : [engineTemplate]),
    ...(isTest ? [testTemplate] : []),
    ...declarationTemplates,
  ];
  const kinds = Object.entries(kindTemplates).map(([label, insert]) => ({
    label,
    insert,
    isKind: true,
  }));
  return [
    ...kinds.map(({ label, insert }): Completion => ({
      label,
      kind: 'kind',
      detail: `a resource: ${label}`,
      documentation: isKindName(label) ? bodyShape(label).description : undefined,
      insert,
      isSnippet: true,
      rank: ranks.fits,
    })),
    ...templates.map(({ label, insert, detail }): Completion => ({
      label,
      kind: 'keyword',
      detail,
      insert,
      isSnippet: true,
      rank: ranks.likely,
    })),
  ];
}

const isKindName = (label: string): label is Kind => label in kindTemplates;

function declares(unit: Unit, kind: 'stack' | 'engine'): boolean {
  return unit.files.some(({ tree }) => tree.declarations.some((one) => one.kind === kind));
}

/** What may follow the head of a resource or of a module. */
export function offerClauses({ unit }: Place): readonly Completion[] {
  const lists = [...tableOf(unit).names.values()].flat().filter(({ kind }) => kind === 'param');
  const over = lists.length > 0 ? '${2:0..<${3:2}}' : '${2:0..<2}';
  return [
    {
      label: 'for',
      kind: 'keyword',
      detail: 'several of one',
      insert: `for \${1:i} in ${over} {\n  $0\n}`,
      isSnippet: true,
      rank: ranks.fits,
    },
    {
      label: 'if',
      kind: 'keyword',
      detail: 'only if a condition holds',
      insert: 'if ${1:true} {\n  $0\n}',
      isSnippet: true,
      rank: ranks.fits,
    },
  ];
}
