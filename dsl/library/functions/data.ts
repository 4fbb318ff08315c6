/*
 * Functions that write values as JSON or YAML, and read them and files of variables. What is written is read as the
 * same value, but for sizes, durations, addresses and ports, which become text.
 */
import { Document, visit } from 'yaml';
import { fail, makeRecord, makeText, numberOr, textAt, valueAt } from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';
import { readDotenv } from '../read-dotenv.js';
import { readJson } from '../read-json.js';
import { readYaml } from '../read-yaml.js';
import { toData, writeJson, type Data } from '../write-data.js';

export const data: Category = {
  title: 'JSON and YAML',
  introduction:
    'Sizes, durations, addresses and ports are written as their text. Reading keeps the order of members.',
  functions: [
    {
      signature: 'json_encode(value: any, indent?: int): string',
      documentation:
        'The value as JSON: in one line, or with spaces before each line for each level.',
      examples: [
        [
          'json_encode({ name: "web", ports: [80, 443], memory: 64MiB })',
          String.raw`"{\"name\":\"web\",\"ports\":[80,443],\"memory\":\"64MiB\"}"`,
        ],
        ['json_encode([1, 2], 2)', String.raw`"[\n  1,\n  2\n]"`],
      ],
      apply: (call) => {
        const indent = numberOr(call, 1, 0);
        if (indent < 0 || indent > 8) return fail(`\`indent\` is from 0 to 8, found ${indent}`, 1);
        return written(call, (value) => writeJson(value, indent));
      },
    },
    {
      signature: 'json_decode(text: string): any',
      documentation:
        'The value that JSON says. Numbers that cannot be kept exactly and names that come twice are errors.',
      examples: [
        [
          String.raw`json_decode("{\"name\": \"web\", \"ports\": [80]}")`,
          '{ name: "web", ports: [80] }',
        ],
        {
          expression: 'json_decode("[1, 2,]")',
          fails: 'this is no JSON: there is nothing after the last `,`',
        },
      ],
      apply: (call) => {
        const read = readJson(textAt(call, 0), call.span);
        return read.kind === 'read' ? read.value : fault('JSON', read.fault);
      },
    },
    {
      signature: 'yaml_encode(value: any): string',
      documentation:
        'The value as YAML, which every version of it reads in the same way: texts that any would take for something else are in quotes.',
      examples: [
        [
          'yaml_encode({ name: "web", debug: "on", ports: [80, 443] })',
          String.raw`"name: web\ndebug: \"on\"\nports:\n  - 80\n  - 443\n"`,
        ],
      ],
      apply: (call) => written(call, yamlOf),
    },
    {
      signature: 'yaml_decode(text: string): any',
      documentation:
        'The value that YAML says: one document of YAML 1.2, with anchors, aliases and `<<`. Tags are errors.',
      examples: [
        [
          String.raw`yaml_decode("name: web\nports: [80, 443]\n")`,
          '{ name: "web", ports: [80, 443] }',
        ],
        [
          String.raw`yaml_decode("base: &b { x: 1 }\nweb: { <<: *b, y: no }\n")`,
          '{ base: { x: 1 }, web: { y: "no", x: 1 } }',
        ],
        {
          expression: String.raw`yaml_decode("a: 1\na: 2\n")`,
          fails: 'this is no YAML: the key "a" comes twice',
        },
      ],
      apply: (call) => {
        const read = readYaml(textAt(call, 0), call.span);
        return read.kind === 'read' ? read.value : fault('YAML', read.fault);
      },
    },
    {
      signature: 'dotenv(text: string): {[string]: string}',
      documentation:
        'The variables of a text in the format of `.env` files and of Compose’s `env_file`: quotes, comments, and `$NAME` for variables before. Nothing comes from the environment. Spread into `env`, what is written behind wins: `env: { ...dotenv(file("web.env")), MODE: "on" }`.',
      examples: [
        [
          String.raw`dotenv("# for all\nHOST=db\nURL=\"http://$HOST/\"\n")`,
          '{ HOST: "db", URL: "http://db/" }',
        ],
        {
          expression: 'dotenv("HOST")',
          fails: 'these are no variables: `HOST` has no value',
        },
      ],
      apply: (call) => {
        const read = readDotenv(textAt(call, 0));
        if (read.kind === 'fault') {
          return fail(
            `these are no variables: ${read.summary}`,
            0,
            `It is in line ${read.line} of the text.`,
          );
        }
        const entries = [...read.variables].map(
          ([name, value]) => [name, makeText(call, value)] as const,
        );
        return makeRecord(call, entries);
      },
    },
  ],
};

function written(call: Call, write: (value: Data) => string): Outcome {
  const made = toData(valueAt(call, 0));
  return 'data' in made ? makeText(call, write(made.data)) : made;
}

function fault(
  what: 'JSON' | 'YAML',
  { summary, line, column }: { summary: string; line?: number; column?: number },
): Outcome {
  return fail(
    `this is no ${what}: ${summary}`,
    0,
    line === undefined ? undefined : `It is in line ${line}, column ${column ?? 1} of the text.`,
  );
}

function yamlOf(value: Data): string {
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      // As a block it would be read without its first blanks.
      if (typeof scalar.value === 'string' && /^ +\n/.test(scalar.value)) {
        scalar.type = 'QUOTE_DOUBLE';
      }
    },
  });
  return document.toString({ lineWidth: 0 });
}
