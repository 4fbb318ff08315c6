/*
 * The reference page of what each engine can do: every attribute against every engine, made from the
 * schemas and the tables of the providers.
 */
import { kinds, kindSchemas, type Kind, type Lack, type Schema } from '../../model/index.js';
import { engineTables } from '../../providers/index.js';

/** Paths of a kind's attributes, those of nested objects by themselves. */
function pathsOf(schema: Schema, prefix: string): readonly string[] {
  if ('properties' in schema) {
    return Object.entries(schema.properties).flatMap(([name, inner]) => {
      const path = prefix === '' ? name : `${prefix}.${name}`;
      return [path, ...pathsOf(inner, path)];
    });
  }
  if ('items' in schema) return pathsOf(schema.items, `${prefix}.*`);
  if ('additionalProperties' in schema && typeof schema.additionalProperties === 'object') {
    return pathsOf(schema.additionalProperties, `${prefix}.*`);
  }
  return [];
}

/** Paths of all attributes of a kind, in order. */
export const attributePaths = (kind: Kind): readonly string[] => pathsOf(kindSchemas[kind], '');

function covers(lack: Lack, kind: Kind, path: string): boolean {
  return lack.kind === kind && (path === lack.path || path.startsWith(`${lack.path}.`));
}

/** What one engine does of an attribute. */
function cell(lacks: readonly Lack[], kind: Kind, path: string): string {
  const lack = lacks.find((one) => covers(one, kind, path));
  if (!lack) return 'yes';
  const can = lack.except?.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  return can === undefined ? `no: ${lack.why}` : `only ${can}`;
}

/** The page, as Markdown. */
export async function enginesPage(): Promise<string> {
  const { dockerSince, podman, embedded } = await engineTables();
  const sections = kinds.flatMap((kind) => [
    '',
    `## ${kind}`,
    '',
    '| attribute | Docker | Podman | embedded |',
    '|---|---|---|---|',
    ...attributePaths(kind).map((path) => {
      const since = dockerSince[`${kind}.${path}`] ?? 'yes';
      const others = [podman, embedded].map((lacks) => cell(lacks, kind, path));
      return `| \`${path}\` | ${[since, ...others].join(' | ')} |`;
    }),
  ]);
  return [
    '# Engines',
    '',
    'Which engine can do which attribute. This page is generated from the schemas and from the tables',
    'of the providers; do not edit it. Docker is supported from 20.10 (API 1.41); where a later one is',
    'needed, it is named. What an engine cannot do is the error',
    '[`unsupported-attribute`](../diagnostics/unsupported-attribute.md), before anything is changed.',
    '',
    'Links between containers (`--link`) are not to be had on any engine: containers on one network',
    'reach each other by name.',
    '',
    'Podman reports little of the rarer attributes of containers: there they are as the record says, a',
    'change of them by hand is not seen, and each change in the files makes the container anew.',
    ...sections,
    '',
  ].join('\n');
}
