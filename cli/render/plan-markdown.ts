/*
 * A plan as Markdown for a comment on a pull request: a sum, the risks, a table of actions, and what
 * differs and why in folded parts. Its length has a limit, as comments have; what is least important is
 * left out then, and a line says how much. Nothing that users write can become markup.
 */
import {
  formatSpan,
  isEmptyPlan,
  type Action,
  type Change,
  type Diagnostic,
  type Plan,
  type RiskKind,
  type Verb,
} from '../../model/index.js';
import { fitPieces, type Piece } from './fit.js';
import { countLines, lineDiff } from './line-diff.js';
import { escapeMarkdown, markdownCode, markdownSentence } from './markdown.js';
import { outputText } from './outputs.js';
import {
  causeSentences,
  changeNotes,
  layerNote,
  listedActions,
  headTexts,
  signs,
  subjectOf,
  summarize,
  verbText,
} from './plan-words.js';
import { showValue } from './values.js';

/** What forges take for one comment, with room for a heading that a workflow puts before it. */
export const longestMarkdown = 65_000;

/** Of one action, so that it cannot take the place of all others. */
const longestDetail = 12_000;

export interface MarkdownOptions {
  /** The engine in one line. */
  readonly engine: string;
  readonly warnings: readonly Diagnostic[];
  /** Hides secrets; done before anything is escaped, since afterwards they could not be found. */
  readonly mask?: (text: string) => string;
  readonly limit?: number;
}

interface Pen {
  readonly plan: Plan;
  readonly mask: (text: string) => string;
  readonly code: (text: string) => string;
  readonly sentence: (text: string) => string;
}

/** The whole document, with a final line end. */
export function renderPlanMarkdown(plan: Plan, options: MarkdownOptions): string {
  const { mask = (text: string): string => text, limit = longestMarkdown } = options;
  const short = (text: string): string => {
    const masked = mask(text);
    return masked.length > 500 ? `${masked.slice(0, 500)}…` : masked;
  };
  const pen: Pen = {
    plan,
    mask,
    code: (text) => markdownCode(short(text)),
    sentence: (text) => markdownSentence(short(text)),
  };
  const { engine, warnings } = options;
  const head = [
    `### Stowage: stack ${pen.code(plan.stack.name)}`,
    '',
    ...headTexts(plan).flatMap((text) => [pen.sentence(text), '']),
    `**${escapeMarkdown(summarize(plan))}**`,
    '',
    `On ${pen.sentence(engine)}; generation ${plan.generation}.`,
    ...(isEmptyPlan(plan) && plan.ledgerOutdated ? ['', 'Only the ledger is written.'] : []),
  ].join('\n');
  const sections: readonly Section[] = [
    { title: 'Risks', share: 0.25, what: 'risks', pieces: riskLines(pen) },
    { title: 'Warnings', share: 0.15, what: 'warnings', pieces: warningLines(warnings, pen) },
    {
      title: 'Actions',
      share: 0.6,
      what: 'rows',
      lead: '| | Resource | Action | Name | Why |\n|---|---|---|---|---|\n',
      pieces: actionRows(pen),
    },
    { title: 'Outputs', share: 0.15, what: 'outputs', pieces: outputPieces(pen) },
    { title: 'Changes', share: 1, what: 'details', pieces: details(pen) },
  ];
  return composed(head, sections, limit);
}

interface Section {
  readonly title: string;
  /** How much of what is left it may take. */
  readonly share: number;
  /** How its pieces are called where some are left out. */
  readonly what: string;
  readonly lead?: string;
  readonly pieces: readonly Piece[];
}

/** Longer than the line that counts what is left out. */
const roomForCount = 300;

function composed(head: string, sections: readonly Section[], limit: number): string {
  const parts = [head];
  const left: string[] = [];
  let room = limit - head.length - roomForCount;
  for (const { title, share, what, lead = '', pieces } of sections) {
    if (pieces.length === 0) continue;
    const opening = `\n#### ${title}\n\n${lead}`;
    const fitted = fitPieces(pieces, Math.max(0, Math.floor(room * share) - opening.length - 2));
    if (fitted.left > 0) left.push(`${fitted.left} of ${pieces.length} ${what}`);
    if (fitted.kept.length === 0) continue;
    parts.push(`${opening}${fitted.kept.join('\n')}`);
    room -= fitted.length + opening.length + 2;
  }
  if (left.length > 0) {
    parts.push(
      `\n*Left out, to stay within ${limit} characters: ${left.join(', ')}. \`stowage plan\` shows all.*`,
    );
  }
  return `${parts.join('\n')}\n`;
}

const riskRanks: Readonly<Record<RiskKind, number>> = {
  'destroys-data': 0,
  unrecorded: 1,
  'runs-unconfined': 2,
  'exposes-every-interface': 3,
  'writes-together': 4,
  'interrupts-service': 5,
  'takes-name': 6,
};

/** Of two verbs the one that is harder to take back is more important. */
const verbRanks: Readonly<Record<Verb, number>> = {
  delete: 1,
  replace: 2,
  stop: 3,
  forget: 4,
  update: 5,
  move: 6,
  adopt: 7,
  run: 8,
  create: 9,
  start: 10,
  build: 11,
  pull: 12,
  keep: 13,
};

const destroys = ({ risks }: Action): boolean => risks.some(({ kind }) => kind === 'destroys-data');
const rankOf = (action: Action): number => (destroys(action) ? 0 : verbRanks[action.verb]);

function riskLines(pen: Pen): readonly Piece[] {
  const found = listedActions(pen.plan).flatMap((action) =>
    action.risks.map((risk) => ({
      rank: riskRanks[risk.kind],
      text: `- ⚠ ${pen.code(action.address)}: ${pen.sentence(risk.text)}`,
    })),
  );
  return found.sort((a, b) => a.rank - b.rank);
}

function warningLines(warnings: readonly Diagnostic[], pen: Pen): readonly Piece[] {
  return warnings.map(({ code, summary, span }) => ({
    rank: 0,
    text: `- ${pen.code(code)} ${pen.sentence(summary)}${span ? ` (${pen.code(formatSpan(span))})` : ''}`,
  }));
}

function actionRows(pen: Pen): readonly Piece[] {
  return listedActions(pen.plan).map((action) => {
    const { verb, order, risks, name } = action;
    const cells = [
      escapeMarkdown(signs[verb]),
      pen.code(subjectOf(action)),
      `${verbText(verb)}${order === undefined ? '' : `, ${order}`}${risks.length > 0 ? ' ⚠' : ''}`,
      pen.code(name),
      whyOf(action, pen),
    ];
    return { rank: rankOf(action), text: `| ${cells.join(' | ')} |` };
  });
}

/** The first cause, else which attributes differ. */
function whyOf(action: Action, pen: Pen): string {
  const [first, ...others] = causeSentences(action, pen.plan);
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  if (first !== undefined) return `${pen.sentence(first)}${more}`;
  const paths = action.changes.map(({ path }) => path);
  const shown = paths.slice(0, 3).map(pen.code).join(', ');
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
}

function outputPieces({ plan, code, mask }: Pen): readonly Piece[] {
  if (isEmptyPlan(plan)) return [];
  return plan.outputs.map((output) => ({
    rank: 0,
    text: `- ${code(output.name)} = ${code(mask(outputText(output)))}`,
  }));
}

function details(pen: Pen): readonly Piece[] {
  return listedActions(pen.plan).flatMap((action) => {
    const { changes, causes } = action;
    // A single cause is told in the table.
    if (changes.length === 0 && causes.length < 2) return [];
    const counted = [
      ...(changes.length > 0 ? [count(changes.length, 'change')] : []),
      ...(causes.length > 0 ? [count(causes.length, 'cause')] : []),
    ];
    const summary = `${verbText(action.verb)} ${pen.code(action.address)}: ${counted.join(', ')}`;
    const body = [
      ...section(
        changes.map((change) => changeRow(action, change, pen)),
        'changes',
        changesHead,
      ),
      ...section(
        changes.flatMap((change) => fencedDiff(change, pen)),
        'texts',
      ),
      ...section(
        causeSentences(action, pen.plan).map((text) => `- because ${pen.sentence(text)}`),
        'causes',
      ),
    ];
    const text = `<details><summary>${summary}</summary>\n\n${body.join('\n')}\n</details>\n`;
    return [{ rank: rankOf(action), text }];
  });
}

const changesHead = ['| Attribute | Is | Will be | |', '|---|---|---|---|'];
const count = (number: number, word: string): string => `${number} ${word}${number > 1 ? 's' : ''}`;

/** Lines with a blank one after them, and a word on those for which one action has no room. */
function section(
  lines: readonly string[],
  what: string,
  head: readonly string[] = [],
): readonly string[] {
  if (lines.length === 0) return [];
  const { kept, left } = fitPieces(
    lines.map((text) => ({ text, rank: 0 })),
    longestDetail / 2,
  );
  return [...head, ...kept, ...(left > 0 ? ['', `${left} more ${what} are not shown.`] : []), ''];
}

function changeRow(action: Action, change: Change, pen: Pen): string {
  const { kind } = action;
  const { path } = change;
  const show = (side: 'before' | 'after'): string => {
    const value = pen.code(showValue(kind, path, change[side], pen.mask));
    return `${value} ${layerNote(change, side)}`.trimEnd();
  };
  const lines = lineDiff(change, pen.mask);
  const sides = lines ? ` | ${countLines(lines)}` : `${show('before')} | ${show('after')}`;
  const notes = changeNotes(action, change).map(pen.sentence).join('; ');
  return `| ${pen.code(path)} | ${sides} | ${notes} |`;
}

/** How a long value differs, as a block of code whose fence is longer than any within it. */
function fencedDiff(change: Change, pen: Pen): readonly string[] {
  const found = lineDiff(change, pen.mask);
  if (!found) return [];
  const { lines, more } = found;
  const text = [...lines, ...(more > 0 ? [`… ${more} more lines`] : [])].join('\n');
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return [`${pen.code(change.path)}\n\n${fence}diff\n${text}\n${fence}\n`];
}
