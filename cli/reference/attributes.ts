/*
 * The reference page of attributes, made from the schemas. Nothing about an attribute is written
 * anywhere else.
 */
import { kinds, kindSchemas, type Schema } from '../../model/index.js';

const effects = { 'in-place': 'in place', replace: 'replaces' } as const;

const literal = (value: string): string => `\`"${value}"\``;

/** The type of a slot as the language's users see it. */
function typeText(schema: Schema): string {
  if ('oneOf' in schema) return schema.sugar === 'step' ? 'build step' : 'image source';
  switch (schema.type) {
    case 'string':
      if (schema.enum) return schema.enum.map(literal).join(' or ');
      if (schema.words) return [...schema.words.map(literal), 'container'].join(' or ');
      if (schema.refers) return `${schema.refers} or string`;
      return schema.sugar === 'port-number' ? 'port' : schema.hostPath ? 'path' : 'string';
    case 'integer':
      if (schema.unit === 'bytes') return 'size';
      return schema.unit === 'milliseconds' ? 'duration' : 'int';
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    case 'array':
      return `list of ${typeText(schema.items)}`;
    case 'object':
      if ('properties' in schema) return 'object';
      return schema.refersKeys
        ? `${schema.refersKeys}s`
        : `map of ${typeText(schema.additionalProperties)}`;
  }
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Rows of an object's attributes, those of nested objects after their own. */
function rows(schema: Schema, prefix: string, depth: number): readonly string[] {
  if (!('properties' in schema)) return [];
  return Object.entries(schema.properties).flatMap(([name, attribute]) => {
    const path = `${prefix}${name}`;
    const required = schema.required.includes(name);
    const columns = [
      `\`${path}\``,
      typeText(attribute),
      required ? 'required' : (attribute.defaultText ?? 'none'),
      attribute.effect ? effects[attribute.effect] : '',
      attribute.description,
    ];
    const own = `| ${columns.map(cell).join(' | ')} |`;
    return depth > 2 ? [own] : [own, ...nestedRows(attribute, path, depth)];
  });
}

function nestedRows(schema: Schema, path: string, depth: number): readonly string[] {
  if ('oneOf' in schema) return [];
  if ('properties' in schema) return rows(schema, `${path}.`, depth + 1);
  if ('items' in schema) return nestedRows(schema.items, `${path}[]`, depth);
  if ('additionalProperties' in schema && typeof schema.additionalProperties === 'object') {
    return nestedRows(schema.additionalProperties, `${path}.*`, depth);
  }
  return [];
}

/** Short forms of unions are told by their variants' own descriptions. */
function variants(schema: Schema): readonly string[] {
  if (!('properties' in schema)) return [];
  return Object.entries(schema.properties).flatMap(([name, attribute]) => {
    const union =
      'oneOf' in attribute ? attribute : 'items' in attribute ? attribute.items : attribute;
    if (!('oneOf' in union)) return [];
    return [
      '',
      `\`${name}\` takes${'items' in attribute ? ', as elements' : ''}:`,
      '',
      ...union.oneOf.map((variant) => `- ${variant.description}`),
    ];
  });
}

/** The page, as Markdown. */
export function attributesPage(): string {
  const sections = kinds.flatMap((kind) => {
    const schema = kindSchemas[kind];
    return [
      '',
      `## ${kind}`,
      '',
      schema.description,
      '',
      '| attribute | type | default | a change | |',
      '|---|---|---|---|---|',
      ...rows(schema, '', 0),
      ...variants(schema),
      '',
      'Given by the engine, known after an apply, and never written:',
      '',
      '| attribute | type | |',
      '|---|---|---|',
      ...Object.entries(schema.computed).map(
        ([name, attribute]) =>
          `| \`${name}\` | ${cell(typeText(attribute))} | ${cell(attribute.description)} |`,
      ),
    ];
  });
  return [
    '# Attributes',
    '',
    'What each kind of resource takes. This page is generated from `model/schemas/`; do not edit it.',
    '',
    'A change *in place* is made on the living object where the engine can; one that *replaces* makes a',
    'new object. Beside these, `volume`, `network` and `container` take `protect`, and `container` takes',
    '`after`; see the [language](../language.md).',
    ...sections,
    '',
  ].join('\n');
}
