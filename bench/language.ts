/*
 * How the cost of the language grows: checking 10 to 10,000 resources (time for each), a 140-line
 * stack, and a megabyte of source, against the floor of splitting the same text into words. In one
 * process after warming up, as an editor has it; the command's own start is in commands.ts.
 */
import { compile, format } from '../dsl/index.js';
import { parse } from '../dsl/syntax/index.js';

const runs = 5;

/** A resource of eleven lines, with references, arithmetic and interpolation. */
function resource(index: number): string {
  return [
    `container c${index} {`,
    '  image: "registry.example.org/web:1"',
    `  env: { INDEX: "\${base + ${index}}", STAGE: stage, URL: url("c${index}") }`,
    '  memory: 32MiB * 2',
    `  ports: [127.0.0.1:${10_000 + (index % 50_000)} -> 80]`,
    '  labels: { ...team, index: "${base}" }',
    '  health: { test: ["probe"], interval: 5s, retries: 3 }',
    '  restart: on_failure(3)',
    '  networks: [back]',
    '}',
    '',
  ].join('\n');
}

function stack(resources: number): string {
  const head = [
    'stack bench',
    'param base: int(0..100) = 1',
    'param stage: "dev" | "prod" = "dev"',
    'let team = { team: "bench" }',
    'fn url(host: string): string = "http://${host}:80"',
    'network back {}',
    '',
  ].join('\n');
  return head + Array.from({ length: resources }, (_, index) => resource(index)).join('\n');
}

/** The least milliseconds of several runs: what the work costs when nothing disturbs it. */
function least(work: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return Math.min(...times);
}

function check(text: string): void {
  const { value, diagnostics } = compile([{ path: 'main.stow', text }]);
  const [first] = diagnostics.filter(({ severity }) => severity === 'error');
  if (!value) throw new Error(`the stack has mistakes: ${first?.summary ?? ''}`);
}

const print = (...cells: readonly (string | number)[]): void => {
  const texts = cells.map((cell, index) =>
    index === 0
      ? String(cell).padEnd(34)
      : (typeof cell === 'number' ? cell.toFixed(2) : cell).padStart(12),
  );
  process.stdout.write(`${texts.join('')}\n`);
};

check(stack(200));

print('resources', 'parse ms', 'check ms', 'format ms', 'µs each', '× floor');
for (const count of [10, 100, 1000, 10_000]) {
  const text = stack(count);
  const floor = least(() => void text.match(/\w+|\S/g));
  const parsing = least(() => void parse('main.stow', text));
  const checking = least(() => check(text));
  const formatting = least(() => void format(text, 'main.stow'));
  print(count, parsing, checking, formatting, (checking * 1000) / count, checking / floor);
}

const lines140 = stack(12);
print(
  `${lines140.split('\n').length} lines`,
  '',
  least(() => check(lines140)),
);

const perResource = resource(1).length + 1;
const megabyte = stack(Math.ceil(1_000_000 / perResource));
print(
  `${(megabyte.length / 1e6).toFixed(2)} MB`,
  '',
  least(() => check(megabyte)),
);
