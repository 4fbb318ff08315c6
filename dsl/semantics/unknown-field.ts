/*
 * What to say of fields that do not exist: which was probably meant, and whose they are.
 */
import { type Diagnostic, nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { ObjectType } from '../types/type.js';
import { declaredLabels } from './conform-messages.js';
import { withArticle } from './slot.js';

/** Whether one of the names written is no field, and near to this one. */
export function isMisspelt(field: string, written: Iterable<string>, type: ObjectType): boolean {
  return [...written].some(
    (name) => !type.fields.has(name) && nearestName(name, type.fields.keys()) === field,
  );
}

/** What other tools call our attributes. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['build', 'image'],
  ['container_name', 'name'],
  ['cmd', 'command'],
  ['depends_on', 'after'],
  ['environment', 'env'],
  ['healthcheck', 'health'],
  ['dns_opt', 'dns_options'],
  ['extra_hosts', 'hosts'],
  ['logging', 'log'],
  ['mem_limit', 'memory'],
  ['mem_reservation', 'memory_reservation'],
  ['mem_swappiness', 'memory_swappiness'],
  ['memswap_limit', 'memory_swap'],
  ['blkio_config', 'blkio'],
  ['cgroup', 'cgroupns'],
  ['userns_mode', 'userns'],
  ['pids_limit', 'pids'],
  ['port', 'ports'],
  ['restart_policy', 'restart'],
  ['stop_grace_period', 'stop_timeout'],
  ['volumes', 'mounts'],
  ['working_dir', 'workdir'],
]);

/** Says that a field does not exist, with the nearest that does. */
export function unknownField(name: string, span: Span, type: ObjectType, path: string): Diagnostic {
  const where = path === '' ? withArticle(type.title ?? 'object') : `\`${path}\``;
  if (type.computed?.has(name) === true) return readOnly(name, span, where);
  const names = [...type.fields.keys()].filter(
    (field) => type.title === undefined || field !== 'kind',
  );
  const known = otherNames.get(name);
  const nearest = known !== undefined && type.fields.has(known) ? known : nearestName(name, names);
  const all =
    names.length === 0
      ? 'It has none at all.'
      : `It has ${names.map((one) => `\`${one}\``).join(', ')}.`;
  return diagnose('unknown-attribute', span, {
    summary: `${where} has no attribute \`${name}\``,
    detail: nearest === undefined ? all : undefined,
    labels: declaredLabels(type),
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}

const readOnly = (name: string, span: Span, where: string): Diagnostic =>
  diagnose('read-only-attribute', span, {
    summary: `the \`${name}\` of ${where} is given by the engine`,
    detail: 'It can be read, as in an output, and not be written.',
  });
