/*
 * Every diagnostic of the language: its stable code, how bad it is, and what it means.
 * A code never changes its meaning; docs/diagnostics.md is generated from this table
 * and that of planning.
 */
import type { DiagnosticDescription } from '../../model/index.js';
import { lintCodes } from './lint-codes.js';

export type { DiagnosticDescription } from '../../model/index.js';

const error = (title: string, explanation: string): DiagnosticDescription => ({
  severity: 'error',
  title,
  explanation,
});

export const diagnosticCodes = {
  'unexpected-character': error(
    'A character that the language does not use',
    'Strings stand in double quotes, comments begin with `//`, and statements need no `;`.',
  ),
  'unterminated-string': error(
    'A string or an interpolation that is not closed',
    'A string ends on the line it begins on. Write `\\n` for a line break, `\\"` for a quote and `\\${` for the two characters.',
  ),
  'unterminated-comment': error(
    'A block comment that is not closed',
    'A comment that begins with `/*` goes on to the next `*/`.',
  ),
  'unknown-escape': error(
    'An escape that strings do not have',
    'Strings know `\\n`, `\\r`, `\\t`, `\\b`, `\\f`, `\\"`, `\\\\`, `\\/`, `\\$` and `\\uXXXX`. Write `\\\\` for a backslash.',
  ),
  'unclosed-bracket': error(
    'A bracket that is opened and not closed',
    'The message points at the opening bracket. Where indentation tells, the bracket is taken to end where the indentation goes back.',
  ),
  'unexpected-bracket': error(
    'A closing bracket that nothing opens',
    'Remove it, or write the bracket that opens it.',
  ),
  'nesting-too-deep': error(
    'Nesting deeper than the language allows',
    'Brackets nest at most 100 deep, an expression has at most 200 operators, and values may use other values to a limited depth. Give the inner parts names with `let`.',
  ),
  syntax: error(
    'Text that does not follow the grammar',
    'The message says what could stand there. One message is given for a line.',
  ),
  'invalid-literal': error(
    'A literal that stands for no value',
    'Ports go from 1 to 65535, parts of an address from 0 to 255, sizes are written like `512MiB` and durations like `1h30m`.',
  ),
  'no-stack': error(
    'No stack declaration',
    'One file of a directory says `stack NAME`. The name begins the names of everything the stack makes.',
  ),
  'duplicate-stack': error(
    'More than one stack declaration',
    'A directory is one stack: keep one declaration.',
  ),
  'duplicate-name': error(
    'A name declared twice',
    'Params, lets and resources share their names in all files of a stack. Resources of different kinds may have the same name.',
  ),
  'shadowed-name': error(
    'A name that would hide another',
    'Names of `for` must differ from every param, let and resource, and nothing but a kind may be called `image`, `volume`, `network` or `container`.',
  ),
  'invalid-name': error(
    'A name that engines do not accept',
    'The names of a stack and its resources become names in the engine and names in DNS, so they follow those rules.',
  ),
  'undefined-name': error(
    'A name that nothing declares',
    'Names are those of params, lets, resources of the stack, and the variables of the `for` around it.',
  ),
  'ambiguous-name': error(
    'A name that several resources have',
    'Resources of different kinds may share a name. Write the kind before it: `image.app`.',
  ),
  'unknown-kind': error(
    'A declaration of an unknown kind',
    'Declarations begin with `stack`, `param`, `let`, `output`, or the kind of a resource.',
  ),
  'unknown-function': error(
    'A function that does not exist',
    'Functions are those of the library, which docs/reference/functions.md lists with examples, and those that the stack declares with `fn`.',
  ),
  'wrong-arguments': error(
    'Arguments that a function does not take',
    'The message shows how the function is called.',
  ),
  'unknown-type': error(
    'A type that does not exist',
    'Types of params are string, int, float, bool, size, duration, ip, cidr, literals, lists, and unions of these.',
  ),
  'type-mismatch': error(
    'A value of the wrong type',
    'The message says which type was expected and which was found. Sizes, durations and plain numbers are different types.',
  ),
  'invalid-value': error(
    'A value of the right type that is not allowed',
    'It lies outside a range, is not one of the values listed, or does not have the form that is asked for.',
  ),
  'unknown-attribute': error(
    'An attribute that does not exist',
    'The reference pages list the attributes of each kind.',
  ),
  'missing-attribute': error('An attribute that has to be written', 'Add it.'),
  'duplicate-attribute': error('An attribute written twice', 'Keep one.'),
  'missing-param': error(
    'A param without a value',
    'A param that has no default needs a value from outside, as in `--param name=value`.',
  ),
  'unknown-param': error(
    'A value for a param that the stack does not have',
    'Params are declared in the files of the stack.',
  ),
  'invalid-param': error(
    'A value from outside that does not fit the param',
    'Values given as text are read by the type of the param.',
  ),
  cycle: error(
    'Things that need each other in a circle',
    'The message draws the circle. Using the name of a resource orders nothing and makes no circle; its image, its volumes, its networks and `after` do.',
  ),
  'index-out-of-range': error(
    'An index or key that cannot exist',
    'The message says which ones there are.',
  ),
  'absent-resource': error(
    'A resource whose condition is false',
    'A resource with `if` is not there when its condition is false, so nothing can refer to it. Guard the reference by the same condition.',
  ),
  'division-by-zero': error('A division by zero', 'Guard the division with a condition.'),
  'too-much-work': error(
    'A stack that takes too much work to evaluate',
    'Every stack is evaluated within a fixed number of steps, and strings and lists have a greatest length.',
  ),
  'name-clash': error(
    'Two resources with one name in the engine',
    'Names in an engine are unique for each kind. Change one of the `name` attributes.',
  ),
  'duplicate-address': error(
    'Two resources with one address',
    'The keys of a `for` have to be different, since they make the addresses.',
  ),
  'port-clash': error(
    'Two containers that publish one port of the host',
    'A port of an address of the host leads to one container. In a `for`, add the variable to the port: `8080 + i -> 80`.',
  ),
  'mount-clash': error(
    'Two mounts at one path of a container',
    'Each path of a container shows one volume, host path or file system in memory.',
  ),
  'subnet-overlap': error(
    'Two networks whose subnets overlap',
    'Packets could not be routed. Choose subnets that share no address.',
  ),
  'conflicting-attributes': error(
    'Attributes that cannot stand beside each other',
    'Engines refuse such a container when it is made or started, or leave one of the two out; and an image is built in one way. Keep the one that is meant.',
  ),
  'dockerfile-missing': error(
    'A Dockerfile that cannot be read',
    'The path in `dockerfile` is taken from the directory that `context` says, or from that of the stack where there is no `context`.',
  ),
  'dockerfile-invalid': error(
    'A mistake in a Dockerfile',
    'The message points at the line of the Dockerfile; the [reference of Dockerfiles](https://docs.docker.com/reference/dockerfile/) says how each instruction is written.',
  ),
  'dockerfile-instruction-unknown': error(
    'A line of a Dockerfile that begins with no instruction',
    'Where a line is to go on in the next one, it ends in a backslash.',
  ),
  'dockerfile-stage-unknown': error(
    'A stage that a Dockerfile does not have, or only later',
    'Stages are called by their names, or by their numbers from 0, and take files from those before them.',
  ),
  'dockerfile-unsupported': error(
    'Something in a Dockerfile that is not supported',
    'The message says what. Engines differ: the [guide to images](../images.md#dockerfiles) has a table of what each builder does.',
  ),
  'dockerfile-argument-unknown': {
    severity: 'warning',
    title: 'A build argument that no `ARG` asks for',
    explanation: 'It changes nothing. Remove it, or write its name as the Dockerfile does.',
  },
  'invalid-platform': error(
    'A text that names no platform',
    'A platform is a system and an architecture, such as `linux/arm64`, and a variant where the architecture has several: `linux/arm/v7`. Engines here run containers for Linux.',
  ),
  'invalid-gateway': error(
    'A gateway that does not fit its network',
    'A gateway needs `subnet`, and is one of its host addresses.',
  ),
  'invalid-address': error(
    'A fixed address that does not fit its network',
    'A fixed address needs a network with a `subnet`, is one of its host addresses, not the gateway, and is used once.',
  ),
  'invalid-dependency': error(
    'A condition that cannot come true',
    '`healthy` needs a target that is checked, `completed` one with `job: true`, and nothing waits for itself.',
  ),
  // Declarations, modules and the whole stack.
  'duplicate-engine': error(
    'More than one engine declaration',
    'A stack is on one engine: keep one declaration.',
  ),
  'misplaced-declaration': error(
    'A declaration that does not belong in its file',
    'A module has no `stack`, `engine` or `secret`: the first two are those of the stack that uses it, and secrets are given to its params. Tests stand in files that end in `.test.stow`, and nothing else does.',
  ),
  'invalid-engine': error(
    'An engine that does not exist',
    'An engine is `embedded`, `docker`, `podman` or `swarm`, or the address of one.',
  ),
  'invalid-statement': error(
    'A `moved`, `removed` or `import` that does not fit the stack',
    'What is moved or removed is no longer written at its old address; where something moves to, or is imported, there is a resource. One statement decides what becomes of an address.',
  ),
  'unresolved-module': error(
    'A module whose files are not there',
    'The source of a module is a path that begins with `./` or `../`, or a Git source that `stowage.lock` pins.',
  ),
  'too-many-modules': error(
    'More modules than a stack may have',
    'A stack has at most 2000 modules, which nest at most 20 deep.',
  ),
  'too-many-resources': error(
    'More resources than a stack may have',
    'A `for` has at most 10000 turns, and a stack at most 50000 resources.',
  ),
  'missing-secret': error(
    'A secret without a value',
    'A secret gets its value from the environment, a file or a command, as its declaration says, when the stack is planned.',
  ),
  'invalid-secret': error(
    'A secret that does not say where it comes from',
    'The source of a secret is `{ env: "NAME" }`, `{ file: "path" }` or `{ command: ["program", "argument"] }`, written out.',
  ),
  // Types and values.
  'possibly-null': error(
    'A value that may be null, used as if it were not',
    'The type allows null, whatever the value is now. Write `a?.b` for null where `a` is null, `a ?? b` for another value instead, or test `a != null` first: after `a != null &&`, and between `?` and `:` behind it, `a` is known to be there.',
  ),
  'failed-refinement': error(
    'A value for which the condition of its type does not hold',
    'The message shows the condition with the value of each of its parts. `it` stands for the value that is checked.',
  ),
  'missing-tag': error(
    'An object that does not say which variant of a union it is',
    'Objects of a union are told apart by a field of literal types that all of them have. Write that field.',
  ),
  'unknown-tag': error(
    'A tag that no variant of a union has',
    'The field that tells the variants of a union apart has one of a few values; the message lists them.',
  ),
  'secret-exposed': error(
    'A secret where it would become visible',
    'What is made from a secret is one, too. Attributes take a secret only where the engine keeps it out of sight. Where being seen is meant, write `reveal(…)`.',
  ),
  'secret-decides': error(
    'A secret that decides what is made',
    '`if`, `for`, keys and indices show in what is made, so anybody who looks at it could tell the secret. Take it out by `reveal(…)` where that is meant.',
  ),
  'needless-reveal': error(
    'A value taken out of a cover that it does not have',
    '`reveal` marks the places where a secret becomes visible, so that they can be found. Remove it from other values.',
  ),
  'known-too-late': error(
    'A value that is known only after an apply, where a plan needs it',
    'What an engine chooses, such as the `id` of a container, is not known while planning. `if`, `for`, keys and attributes have to be; outputs may wait. The message shows how the value got there.',
  ),
  'read-only-attribute': error(
    'An attribute that the engine gives, and nobody writes',
    'Remove it. It can be read, as in `output id = web.id`.',
  ),
  'string-layout': error(
    'A string of several lines that is laid out wrongly',
    'The text begins on the line after the opening `"""`, and ends with `"""` on a line of its own. The indentation of that line is taken off every other, so none may have less. A backslash at the end of a line joins it to the next.',
  ),
  'check-failed': error(
    'A check that does not hold',
    'The stack says in a `check` what has to be so. The message shows the condition with the value of each of its parts.',
  ),
  'assertion-failed': error(
    'An assertion of a test that does not hold',
    'The message shows the condition with the value of each of its parts. Either the stack or the test is wrong.',
  ),
  // The library.
  'unreadable-file': error(
    'A file that cannot be read',
    'Paths start from the directory of the files that they are written in, and stay relative, so that a stack means the same on every machine. Text is UTF-8, and at most 1 MB long.',
  ),
  'unlisted-variable': error(
    'A variable of the environment that the stack does not list',
    'A stack reads only the variables whose names stand beside its own, as in `stack shop { environment: ["CI_*"] }`; `*` stands for any letters. So everybody sees what it depends on.',
  ),
  'missing-variable': error(
    'A variable of the environment that is not set',
    'Set it, or give a default as the second argument of `env`.',
  ),
  ...lintCodes,
} as const satisfies Readonly<Record<string, DiagnosticDescription>>;

export type DiagnosticCode = keyof typeof diagnosticCodes;
