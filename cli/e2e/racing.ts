/*
 * Eight processes that apply one stack at once, round after round: one of them does all of the work
 * and the others none of it, each apply is one generation, and what is there is what was written.
 */
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { Breakable } from './breaking.js';
import { elements, members } from './json.js';
import { stowage, writeStack } from './stowage.js';

const racers = 8;
/** How many rounds there are; as many as fit into so many seconds where nobody says. */
const wantedRounds = process.env['STOWAGE_RACE_ROUNDS'];
const seconds = 20;
const fewestRounds = 3;

const text = (name: string): string => `stack ${name}

param age: int = 0

${busyboxImage('base')}
network back {
  labels: { age: "\${age}" }
}

container web for i in 0..<3 {
  image: base
  command: ["sleep", "10000"]
  env: { AGE: "\${age}" }
  networks: [back]
  stop_timeout: 0s
}
`;

/** Whether another round is to be run; of those that nobody asks for, `most`. */
function goesOn(round: number, begun: number, most: number): boolean {
  if (wantedRounds !== undefined) return round <= Number(wantedRounds);
  if (round > most) return false;
  return round <= fewestRounds || performance.now() - begun < seconds * 1000;
}

/**
 * As many rounds as STOWAGE_RACE_ROUNDS says, or as there is time for.
 * @param most where it says nothing
 */
export async function raceScenario(t: Test, engine: Breakable, most = Infinity): Promise<void> {
  const { name, env } = engine;
  const before = await engine.holdings();
  const stack = writeStack(text(`races_${name}`));
  const apply = (age: number) =>
    stowage(['apply', stack.directory, '--yes', '--param', `age=${age}`], { env });
  const generations = async (): Promise<number> => {
    const listed = await stowage(['history', stack.directory, '--json'], { env });
    return Number(elements(members(listed.stdout)['generations'])[0]?.['generation']);
  };
  try {
    const made = await apply(0);
    t.equal(made.code, 0, made.text);
    const begun = performance.now();
    let round = 1;
    for (; goesOn(round, begun, most); round++) {
      const earlier = await generations();
      const finished = await Promise.all(Array.from({ length: racers }, () => apply(round)));
      const told = (fine: boolean): string =>
        fine ? '' : `\n${finished.map((one) => one.text).join('\n')}`;
      const workers = finished.filter(({ stderr }) => /^done: /m.test(stderr));
      const odd = finished.filter(({ code, text }) => code !== 0 && !/lock/.test(text));
      t.equal(workers.length, 1, `round ${round}: one does the work${told(workers.length === 1)}`);
      t.equal(workers[0]?.code, 0, `round ${round}: it succeeds${told(workers[0]?.code === 0)}`);
      t.same(
        odd.map((one) => one.text),
        [],
        `round ${round}: the others find it locked, or done`,
      );
      t.equal(await generations(), earlier + 1, `round ${round}: it is one generation`);
      const plan = await stowage(
        ['plan', stack.directory, '--param', `age=${round}`, '--detailed-exitcode'],
        { env },
      );
      t.equal(
        plan.code,
        0,
        `round ${round}: all of it is there${plan.code === 0 ? '' : `\n${plan.text}`}`,
      );
    }
    t.comment(`${round - 1} rounds`);
  } finally {
    const destroyed = await stowage(['destroy', stack.directory, '--yes'], { env });
    t.equal(destroyed.code, 0, destroyed.text);
    t.same(await engine.holdings(), before, 'destroy leaves nothing');
    stack.remove();
  }
}
