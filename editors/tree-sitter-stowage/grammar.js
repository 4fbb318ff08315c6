/**
 * The syntax of Stowage for editors that use tree-sitter. It reads what the parser of the command
 * reads, and more: it is for colours, outlines and selections, and reports nothing. Which line breaks
 * mean something is decided in src/scanner.c, by the bracket around them and by what follows.
 */

const precedence = {
  conditional: 0,
  arrow: 1,
  endpoint: 2,
  coalesce: 3,
  or: 4,
  and: 5,
  equality: 6,
  comparison: 7,
  range: 8,
  sum: 9,
  product: 10,
  unary: 11,
  postfix: 12,
};

const operators = [
  [precedence.arrow, '->'],
  [precedence.coalesce, '??'],
  [precedence.or, '||'],
  [precedence.and, '&&'],
  [precedence.equality, '=='],
  [precedence.equality, '!='],
  [precedence.comparison, '<'],
  [precedence.comparison, '<='],
  [precedence.comparison, '>'],
  [precedence.comparison, '>='],
  [precedence.comparison, 'is'],
  [precedence.range, '..'],
  [precedence.range, '..<'],
  [precedence.sum, '+'],
  [precedence.sum, '-'],
  [precedence.product, '*'],
  [precedence.product, '/'],
  [precedence.product, '%'],
];

const address = /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/;

export default grammar({
  name: 'stowage',

  externals: ($) => [
    $._newline,
    $._open_paren,
    $._close_paren,
    $._open_bracket,
    $._close_bracket,
    $._open_brace,
    $._close_brace,
    $._open_interpolation,
  ],

  extras: ($) => [/\s/, $.comment, $.documentation],

  word: ($) => $.identifier,

  supertypes: ($) => [$._declaration, $._expression, $._type],

  conflicts: ($) => [[$.assertion]],

  rules: {
    source_file: ($) =>
      seq(
        repeat($._newline),
        optional(
          seq($._declaration, repeat(seq(repeat1($._newline), $._declaration)), repeat($._newline)),
        ),
      ),

    // Declarations.

    _declaration: ($) =>
      choice(
        $.stack_declaration,
        $.engine_declaration,
        $.param_declaration,
        $.secret_declaration,
        $.let_declaration,
        $.output_declaration,
        $.type_declaration,
        $.function_declaration,
        $.use_declaration,
        $.check_declaration,
        $.test_declaration,
        $.statement,
        $.resource_declaration,
      ),

    stack_declaration: ($) =>
      seq('stack', field('name', choice($.identifier, $.string)), optional($.object)),

    engine_declaration: ($) => seq('engine', field('name', choice($.identifier, $.string))),

    param_declaration: ($) =>
      seq(
        'param',
        field('name', $.identifier),
        ':',
        field('type', $._type),
        optional(seq('=', field('value', $._expression))),
      ),

    secret_declaration: ($) =>
      seq('secret', field('name', $.identifier), optional(field('source', $.object))),

    let_declaration: ($) => seq('let', ...binding($)),

    output_declaration: ($) => seq('output', ...binding($)),

    type_declaration: ($) => seq('type', field('name', $.identifier), '=', field('type', $._type)),

    function_declaration: ($) =>
      seq(
        'fn',
        field('name', $.identifier),
        field('parameters', $.parameters),
        optional(seq(':', field('result', $._type))),
        '=',
        field('value', $._expression),
      ),

    parameters: ($) => parenthesised($, commaSeparated($.parameter)),

    parameter: ($) =>
      seq(
        field('name', $.identifier),
        ':',
        field('type', $._type),
        optional(seq('=', field('value', $._expression))),
      ),

    use_declaration: ($) =>
      seq(
        'use',
        field('source', $.string),
        'as',
        field('name', $.identifier),
        repeat($._clause),
        optional(field('body', $.object)),
      ),

    check_declaration: ($) =>
      seq('check', field('title', $.string), field('body', alias($._assertions, $.block))),

    _assertions: ($) => braced($, $.assertion),

    test_declaration: ($) =>
      seq('test', field('title', $.string), field('body', alias($._test_body, $.block))),

    _test_body: ($) => braced($, choice($.assertion, $.field, $.spread)),

    assertion: ($) =>
      seq(
        'assert',
        field('condition', $._expression),
        optional(seq(',', repeat($._newline), field('message', $._expression))),
      ),

    statement: ($) => seq(choice('moved', 'removed', 'import'), field('body', $.object)),

    resource_declaration: ($) =>
      seq(
        field('kind', $.identifier),
        field('name', $.identifier),
        repeat($._clause),
        field('body', $.object),
      ),

    _clause: ($) => choice($.for_clause, $.if_clause),

    for_clause: ($) =>
      seq(
        'for',
        field('variable', $.identifier),
        optional(seq(',', field('variable', $.identifier))),
        'in',
        field('collection', $._expression),
      ),

    if_clause: ($) => seq('if', field('condition', $._expression)),

    // Types.

    _type: ($) =>
      choice(
        $.named_type,
        $.literal_type,
        $.list_type,
        $.map_type,
        $.object_type,
        $.secret_type,
        $.parenthesised_type,
        $.optional_type,
        $.union_type,
        $.where_type,
      ),

    named_type: ($) =>
      prec.right(
        seq(
          field('name', $.identifier),
          optional(parenthesised($, field('refinement', choice($.regex, $._expression)))),
        ),
      ),

    literal_type: ($) => choice($.string, $._literal),

    list_type: ($) =>
      bracketed($, seq(repeat($._separator), field('item', $._type), repeat($._separator))),

    map_type: ($) =>
      seq(
        alias($._open_brace, '{'),
        repeat($._separator),
        bracketed($, field('key', $.identifier)),
        ':',
        field('value', $._type),
        repeat($._separator),
        alias($._close_brace, '}'),
      ),

    object_type: ($) => braced($, $.type_field),

    type_field: ($) =>
      seq(
        field('name', choice($.identifier, $.string)),
        optional('?'),
        ':',
        field('type', $._type),
        optional(seq('=', field('value', $._expression))),
      ),

    secret_type: ($) => seq('secret', '<', field('inner', $._type), '>'),

    parenthesised_type: ($) => parenthesised($, $._type),

    optional_type: ($) => prec.left(3, seq($._type, choice('?', '??'))),

    union_type: ($) => prec.left(2, choice(seq($._type, '|', $._type), seq('|', $._type))),

    where_type: ($) =>
      prec.left(1, seq(field('base', $._type), 'where', field('condition', $._expression))),

    // Expressions.

    _expression: ($) =>
      choice(
        $.string,
        $.multiline_string,
        $._literal,
        $.identifier,
        $.list,
        $.object,
        $.parenthesised_expression,
        $.member_expression,
        $.index_expression,
        $.call_expression,
        $.unary_expression,
        $.binary_expression,
        $.conditional_expression,
        $.endpoint,
      ),

    parenthesised_expression: ($) => parenthesised($, $._expression),

    list: ($) => bracketed($, optional(separated($, $.element))),

    element: ($) => seq(optional('...'), $._expression, repeat($._clause)),

    object: ($) => braced($, choice($.field, $.spread)),

    field: ($) =>
      seq(
        field('name', choice($.identifier, $.string)),
        ':',
        field('value', $._expression),
        repeat($._clause),
      ),

    spread: ($) => seq('...', $._expression),

    member_expression: ($) =>
      prec(
        precedence.postfix,
        seq(field('object', $._expression), choice('.', '?.'), field('property', $.identifier)),
      ),

    index_expression: ($) =>
      prec(
        precedence.postfix,
        seq(
          field('object', $._expression),
          optional('?.'),
          bracketed(
            $,
            seq(repeat($._separator), field('index', $._expression), repeat($._separator)),
          ),
        ),
      ),

    call_expression: ($) =>
      prec(
        precedence.postfix,
        seq(field('function', $._expression), field('arguments', $.arguments)),
      ),

    arguments: ($) => parenthesised($, commaSeparated($._expression)),

    unary_expression: ($) =>
      prec(precedence.unary, seq(choice('!', '-'), field('operand', $._expression))),

    binary_expression: ($) =>
      choice(
        ...operators.map(([strength, operator]) =>
          prec.left(
            strength,
            seq(
              field('left', $._expression),
              field('operator', operator),
              field('right', $._expression),
            ),
          ),
        ),
      ),

    conditional_expression: ($) =>
      prec.right(
        precedence.conditional,
        seq(
          field('condition', $._expression),
          '?',
          field('then', $._expression),
          ':',
          field('otherwise', $._expression),
        ),
      ),

    /** `127.0.0.1:` and a port. */
    endpoint: ($) =>
      prec(precedence.endpoint, seq(field('host', $.host), field('port', $._expression))),

    string: ($) =>
      seq(
        '"',
        repeat(
          choice(
            alias(token.immediate(prec(1, /[^"\\$\n]+/)), $.string_content),
            alias(token.immediate('$'), $.string_content),
            $.escape_sequence,
            $.interpolation,
          ),
        ),
        token.immediate('"'),
      ),

    multiline_string: ($) =>
      seq(
        '"""',
        repeat(
          choice(
            alias(token.immediate(prec(1, /[^"\\$]+/)), $.string_content),
            alias(token.immediate(/"/), $.string_content),
            alias(token.immediate('$'), $.string_content),
            $.escape_sequence,
            $.interpolation,
          ),
        ),
        token.immediate('"""'),
      ),

    escape_sequence: () => token.immediate(/\\(u[0-9A-Fa-f]{4}|.)/),

    interpolation: ($) =>
      seq(alias($._open_interpolation, '${'), $._expression, alias($._close_brace, '}')),

    _literal: ($) =>
      choice($.integer, $.float, $.quantity, $.port, $.ip, $.cidr, $.boolean, $.null),

    integer: () => /\d+/,
    float: () => /\d+(\.\d+([eE][+-]?\d+)?|[eE][+-]?\d+)/,
    quantity: () => /\d+(\.\d+)?[A-Za-z_]\w*/,
    port: () => token(prec(1, /\d+\/(tcp|udp)/)),
    ip: () => token(address),
    cidr: () => token(seq(address, /\/\d+/)),
    host: () => token(seq(address, ':')),
    boolean: () => choice('true', 'false'),
    null: () => 'null',

    regex: () => token(/\/([^/\\\[\n]|\\.|\[([^\]\\\n]|\\.)*\])+\//),

    identifier: () => /[A-Za-z_]\w*/,

    // A comma, or the end of a line.
    _separator: ($) => choice($._newline, ','),

    comment: () => token(choice(/\/\/[^\n]*/, /\/\*[^*]*\*+([^/*][^*]*\*+)*\//)),

    documentation: () => token(prec(1, /\/\/\/([^/\n][^\n]*)?/)),
  },
});

function binding($) {
  return [
    field('name', $.identifier),
    optional(seq(':', field('type', $._type))),
    '=',
    field('value', $._expression),
  ];
}

function separated($, item) {
  return seq(
    repeat($._separator),
    optional(seq(item, repeat(seq(repeat1($._separator), item)), repeat($._separator))),
  );
}

function braced($, item) {
  return seq(alias($._open_brace, '{'), separated($, item), alias($._close_brace, '}'));
}

function bracketed($, inside) {
  return seq(alias($._open_bracket, '['), inside, alias($._close_bracket, ']'));
}

function parenthesised($, inside) {
  return seq(alias($._open_paren, '('), inside, alias($._close_paren, ')'));
}

function commaSeparated(item) {
  return optional(seq(item, repeat(seq(',', item)), optional(',')));
}
