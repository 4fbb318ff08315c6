/*
 * Programs made up at random from every construct of the language: correct in their syntax, laid out
 * and commented anyhow, and without a meaning.
 */
import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

const plainNames = ['a', 'b', 'web', 'long_name_of_something', 'x1'];
const words = 'check type secret import assert use test let stack output moved param as where fn';
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...plainNames) },
  { weight: 1, arbitrary: fc.constantFrom(...words.split(' ')) },
);
const key = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom('for', 'if', 'in', 'is', 'true', 'null', '"a b"') },
);
const literal = fc.constantFrom(
  ...['0', '8080', '2.5', '1e6', '512MiB', '1h30m', '53/udp', '10.0.0.0/8', '127.0.0.1'],
  ...['null', 'true', 'false'],
);
const plainString = fc.constantFrom(
  ...['""', '"text"', '"\\"quoted\\" \\${x}"', '"#{} // /* no comment"'],
  '"a rather long text that fills up half of a line"',
);
const longString = fc
  .tuple(
    fc.constantFrom('', '  ', '\t', '      '),
    fc.array(
      fc.constantFrom('', 'text', '  deeper', 'b ${a.b} c', 'ends with spaces  ', '"q" ""', 'j \\'),
      { maxLength: 4 },
    ),
  )
  .map(([indentation, lines]) =>
    ['"""', ...lines.map((line) => `${indentation}${line}`), `${indentation}"""`].join('\n'),
  );

const comment = fc.constantFrom('// note', '/* block */', '/* two\n   lines */', '/// documented');
/** Something between items that stand on lines of their own. */
const gap = fc.oneof(
  { weight: 6, arbitrary: fc.constant('\n') },
  { weight: 1, arbitrary: fc.constant('\n\n\n') },
  { weight: 1, arbitrary: comment.map((text) => ` ${text}\n`) },
  { weight: 1, arbitrary: comment.map((text) => `\n  ${text}\n`) },
);
const spread = (inner: Text): Text => inner.map((text) => `...${text}`);

/** Items in brackets: on one line with commas, or on lines of their own. */
function bracketed(open: string, items: fc.Arbitrary<readonly string[]>, close: string): Text {
  const onOneLine = items.map((all) => `${open}${all.join(', ')}${close}`);
  const onLines = fc
    .tuple(items, fc.array(gap, { minLength: 6, maxLength: 6 }), fc.boolean())
    .map(([all, gaps, comma]) => {
      const after = comma || open === '(' ? ',' : '';
      const text = all.map((item, index) => `${gaps[index] ?? '\n'}${item}${after}`);
      return `${open}${text.join('')}${gaps[5] ?? '\n'}${close}`;
    });
  return fc.oneof(onOneLine, onLines);
}

const operators = ['+', '-', '*', '/', '%', '->', '&&', '||', '??', '==', '!=', '<', '>=', '..'];

const { expression, clauses, object } = fc.letrec<{
  expression: string;
  leaf: string;
  clauses: string;
  object: string;
  list: string;
}>((tie) => ({
  leaf: fc.oneof(
    name,
    literal,
    plainString,
    longString,
    tie('expression').map((inner) => (/["\n]|\/\//.test(inner) ? '"${a} b"' : `"a \${${inner}}"`)),
  ),
  list: bracketed('[', fc.array(fc.oneof(tie('expression'), spread(name)), { maxLength: 4 }), ']'),
  object: bracketed(
    '{',
    fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.tuple(key, tie('expression')).map(([one, value]) => `${one}: ${value}`),
        },
        { weight: 1, arbitrary: spread(name) },
      ),
      { maxLength: 4 },
    ),
    '}',
  ),
  clauses: fc
    .tuple(
      name,
      fc.option(name, { nil: undefined }),
      tie('leaf'),
      fc.option(tie('expression'), { nil: undefined }),
      fc.constantFrom(' ', '\n  '),
    )
    .map(([one, two, collection, condition, space]) =>
      [
        `for ${two === undefined ? one : `${one}, ${two}`} in ${collection}`,
        ...(condition === undefined ? [] : [`if ${condition}`]),
      ].join(space),
    ),
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(tie('leaf'), fc.array(fc.tuple(fc.constantFrom(...operators), tie('leaf'))))
      .map(([first, rest]) => [first, ...rest.map(([op, next]) => ` ${op} ${next}`)].join('')),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}) + ${b}`),
    fc.tuple(tie('leaf'), tie('expression'), tie('leaf')).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
    fc.tuple(name, tie('expression')).map(([a, b]) => `-${a}.for.b?.if[${b}]?.[${b}]`),
    tie('expression').map((inner) => `!(${inner})`),
    fc.tuple(name, fc.constantFrom('healthy', 'completed')).map(([a, b]) => `${a} is ${b}`),
    name.map((port) => `(127.0.0.1:${port} + 1 -> 80/tcp)`),
    fc
      .tuple(name, bracketed('(', fc.array(tie('expression'), { maxLength: 3 }), ')'))
      .map(([f, values]) => `${f}${values}`),
    fc
      .tuple(name, fc.array(tie('leaf'), { maxLength: 3 }))
      .map(([f, all]) => `${f}(${all.join(', ')})`),
    tie('list'),
    tie('object'),
    fc
      .tuple(tie('expression'), fc.constantFrom(' ', '\n  '), tie('clauses'))
      .map(([item, space, all]) => `[${item}${space}${all}]`),
    fc
      .tuple(tie('expression'), fc.constantFrom(' ', '\n  '), tie('clauses'))
      .map(([item, space, all]) => `{ "\${k}": ${item}${space}${all} }`),
  ),
}));

const typeName = fc.constantFrom('int', 'string', 'size', 'Port', 'container', 'secret');
const { type } = fc.letrec<{ type: string; field: string }>((tie) => ({
  field: fc
    .tuple(key, fc.boolean(), tie('type'), fc.option(expression, { nil: undefined }))
    .map(([one, optional, type, value]) => {
      const rest = value === undefined ? '' : ` = ${value}`;
      return `${one}${optional ? '?' : ''}: ${type}${rest}`;
    }),
  type: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    typeName,
    fc.constantFrom('int(1..20)', 'string(/[a-z]+\\/[/]/)', '"dev"', '-1', '512MiB', 'null'),
    tie('type').map((inner) => `[${inner}]`),
    tie('type').map((inner) => `(${inner})?`),
    tie('type').map((inner) => `secret<${inner}>`),
    tie('type').map((inner) => `{[string]: ${inner}}`),
    bracketed('{', fc.array(tie('field'), { maxLength: 4 }), '}'),
    fc.tuple(tie('type'), tie('type')).map(([a, b]) => `(${a}) | [${b}]?`),
    fc.tuple(tie('type'), tie('type')).map(([a, b]) => `\n  | [${a}]\n  | [${b}]`),
    fc.tuple(tie('type'), expression).map(([a, b]) => `(${a}) where (${b})`),
  ),
}));

const annotation = fc
  .option(type, { nil: undefined })
  .map((one) => (one === undefined ? '' : `: ${one}`));
const assertion = fc
  .tuple(expression, fc.option(expression, { nil: undefined }), fc.constantFrom(' ', '\n  '))
  .map(([condition, message, space]) =>
    message === undefined ? `assert (${condition})` : `assert (${condition}),${space}(${message})`,
  );
const optionally = (inner: Text): Text =>
  fc.option(inner, { nil: undefined }).map((text) => (text === undefined ? '' : ` ${text}`));
const title = fc.constantFrom('"it holds"', '"${a} holds"');

const declaration: Text = fc.oneof(
  optionally(object).map((rest) => `stack shop${rest}`),
  fc.constantFrom('engine docker', 'engine "unix:///run/x.sock"'),
  optionally(object).map((rest) => `secret token${rest}`),
  fc.tuple(name, type, expression).map(([a, b, c]) => `param ${a}: ${b} = ${c}`),
  fc.tuple(name, type).map(([a, b]) => `param ${a}: ${b}`),
  fc.tuple(name, annotation, expression).map(([a, b, c]) => `let ${a}${b} = ${c}`),
  fc.tuple(name, annotation, expression).map(([a, b, c]) => `output ${a}${b} = ${c}`),
  fc.tuple(name, type).map(([a, b]) => `type ${a} = ${b}`),
  fc
    .tuple(name, fc.array(fc.tuple(name, type), { maxLength: 3 }), annotation, expression)
    .map(([f, all, result, value]) => {
      const parameters = all.map(([one, type]) => `${one}: ${type} = 1`);
      return `fn ${f}(${parameters.join(', ')})${result} = ${value}`;
    }),
  fc
    .tuple(name, optionally(clauses), optionally(object))
    .map(([a, b, c]) => `use "./modules/${a}" as ${a}${b}${c}`),
  fc
    .tuple(fc.constantFrom('container', 'volume', 'contaner'), name, optionally(clauses), object)
    .map(([kind, a, b, c]) => `${kind} ${a}${b} ${c}`),
  fc
    .tuple(title, bracketed('{', fc.array(assertion, { maxLength: 3 }), '}'))
    .map(([a, b]) => `check ${a} ${b}`),
  fc
    .tuple(
      title,
      bracketed(
        '{',
        fc.array(
          fc.oneof(
            assertion,
            expression.map((value) => `params: ${value}`),
          ),
          { maxLength: 3 },
        ),
        '}',
      ),
    )
    .map(([a, b]) => `test ${a} ${b}`),
  fc
    .tuple(fc.constantFrom('moved', 'removed', 'import'), object)
    .map(([word, body]) => `${word} ${body}`),
);

/** Whole programs. */
export const programs: Text = fc
  .array(fc.tuple(declaration, gap, fc.boolean()), { maxLength: 4 })
  .map((all) =>
    all
      .map(([text, after, documented]) => `${documented ? '/// About it.\n' : ''}${text}${after}`)
      .join(''),
  );
