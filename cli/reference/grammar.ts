/* The reference page of the grammar, made from the productions of the parser. */
import { grammarRules, tokenSorts } from '../../dsl/index.js';

/** The page, with a line break at its end. */
export function grammarPage(): string {
  const rules = grammarRules();
  const width = Math.max(...rules.map(({ name }) => name.length));
  const named = new Set(rules.flatMap(({ text }) => text.match(/\b[A-Z][A-Z_]+\b/g) ?? []));
  const sorts = [...named].sort().map((sort) => {
    const description = tokenSorts[sort];
    if (description === undefined) throw new Error(`nothing says what the token ${sort} is`);
    return `| ${sort} | ${description.replaceAll('|', '\\|')} |`;
  });
  return [
    '# Grammar',
    '',
    'The grammar of `.stow` files. This page is generated from the productions of the parser; do not edit it. Quoted text',
    'stands for itself, names in capitals for sorts of tokens, and `?`, `*`, `+`, `|` mean what they mean in regular',
    'expressions. A file is a `piece`, or `values` where its name ends in `.params.stow`. What a declaration means is told in',
    '[the language](../language.md).',
    '',
    '```text',
    ...rules.map(({ name, text }) => `${name.padEnd(width)} = ${text}`),
    '```',
    '',
    'Comments are `// …` and `/* … */`; `/// …` documents the declaration or field below it.',
    '',
    '| token | |',
    '|---|---|',
    ...sorts,
    '',
  ].join('\n');
}
