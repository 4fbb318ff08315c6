/*
 * The pages of diagnostics: one for each code, and an index of all. Made from the tables of codes
 * and their examples; the messages are those that the examples really give.
 */
import type { Explanation, Shown } from '../explain/explanation.js';
import { allCodes, explanationOf } from '../explain/explanation.js';

const generated = 'This page is generated; do not edit it.';

/** Every page by its path below `docs/`. */
export function diagnosticsPages(): ReadonlyMap<string, string> {
  const explanations = allCodes.flatMap((code) => explanationOf(code) ?? []);
  const pages = explanations.map((one) => [`diagnostics/${one.code}.md`, codePage(one)] as const);
  return new Map([['diagnostics.md', indexPage(explanations)], ...pages]);
}

function indexPage(explanations: readonly Explanation[]): string {
  return [
    '# Diagnostics',
    '',
    'Every message about a stack carries one of these codes, which never changes its meaning. `stowage explain CODE`',
    'prints the page of a code. Warnings may be silenced where they are meant: `// stowage: allow CODE` at the end of a',
    'line, or on the line before, `// stowage: allow-file CODE` at the top of a file.',
    '',
    generated,
    '',
    '| code | | |',
    '|---|---|---|',
    ...explanations.map(
      ({ code, severity, title }) =>
        `| [${code}](diagnostics/${code}.md) | ${severity} | ${title.replaceAll('|', '\\|')} |`,
    ),
    '',
  ].join('\n');
}

/** The page of one code, as Markdown. */
export function codePage({
  code,
  severity,
  title,
  explanation,
  wrong,
  right,
  foundAs,
}: Explanation): string {
  return [
    `# ${code}`,
    '',
    `${title}. *${severity}*`,
    '',
    explanation,
    '',
    ...(foundAs === undefined
      ? []
      : [
          `In files, this is found before anything is planned, as [${foundAs}](${foundAs}.md).`,
          '',
        ]),
    ...(wrong ? ['## Wrong', '', ...shownLines(wrong)] : []),
    ...(right ? ['## Right', '', ...shownLines(right)] : []),
    `[All diagnostics](../diagnostics.md). ${generated}`,
    '',
  ].join('\n');
}

function shownLines({ files, situation, command, message }: Shown): string[] {
  return [
    ...(situation === undefined ? [] : [situation, '']),
    ...files.flatMap(({ path, text }) => [
      ...(files.length > 1 ? [`\`${path}\`:`, ''] : []),
      ...block(path.endsWith('.stow') ? 'stow' : '', text),
    ]),
    ...(command === undefined ? [] : block('sh', command)),
    ...(message === undefined ? [] : block('text', message)),
  ];
}

function block(language: string, text: string): string[] {
  return [`\`\`\`${language}`, text.replace(/\n$/, ''), '```', ''];
}
