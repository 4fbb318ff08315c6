/*
 * An image that a Dockerfile builds: the same files and settings on every engine, built anew for what
 * the file means and for nothing else; and what one builder cannot do is refused before it begins.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage, writeStack } from './stowage.js';

const token = 'canary-of-the-build';

const stackText = (name: string): string => `stack ${name}
secret npm_token
${busyboxImage('base')}image app {
  context: "./app"
  dockerfile: "Dockerfile"
  target: "prod"
  args: { VERSION: "2.1" }
  secrets: { npm: npm_token }
  bases: { "os": base }
}
container web {
  image: app
  networks: []
  stop_timeout: 1s
}
`;

const dockerfile = `ARG VERSION=0
FROM os AS build
ARG VERSION
WORKDIR /src
COPY *.txt ./
COPY <<EOF made.txt
made of \${VERSION:-nothing}
EOF
RUN cat one.txt two.txt made.txt > all.txt && chmod 0640 all.txt

FROM os AS unused
RUN false

FROM os AS prod
ENV MODE=prod GREETING="in $VERSION"
COPY --from=build --chown=7:8 /src/all.txt /app/
LABEL tier="web"
USER 7:8
WORKDIR /app
CMD ["sh", "-c", "cat all.txt; stat -c '%u:%g %a' all.txt; id -u; echo $MODE; echo end; exec sleep 1000"]
`;
const told = ['one', 'two', 'made of 2.1', '7:8 640', '7', 'prod', 'end'];

const withSecret = dockerfile.replace(
  'RUN cat',
  'RUN --mount=type=cache,id=npm-parts,target=/parts seq 9 > /parts/some\nRUN --mount=type=secret,id=npm wc -c < /run/secrets/npm > size.txt\nRUN cat size.txt',
);

/** What such builds keep for the next one: shown, and removed where that is said. */
async function caches(t: Test, { env }: EngineUnderTest): Promise<void> {
  const kept = /^- cache (npm-parts|stages that images were built from) \(/gm;
  t.match(
    (await stowage(['df', '-v'], { env })).stdout,
    /^caches +2 +0 +\d[^]*^cache +npm-parts /m,
  );
  const preview = await stowage(['prune', '--preview'], { env });
  t.notMatch(preview.stdout, kept);
  t.match(preview.stderr, /^Caches of builds stay \(.+; --caches takes them, too\)\.$/m);
  const chosen = await stowage(['prune', '--preview', '--caches'], { env });
  t.equal(chosen.stdout.match(kept)?.length, 2, chosen.text);
  const pruned = await stowage(['prune', '--yes', '--caches'], { env });
  t.equal(pruned.code, 0, pruned.text);
  t.notMatch((await stowage(['df', '-v'], { env })).stdout, /cache/);
}

/** A Dockerfile of three stages, on whatever engine. */
export async function dockerfileScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `dockerfile_${engine.name}`;
  const stack = writeStack(stackText(name));
  const env = { ...engine.env, STOWAGE_SECRET_npm_token: token };
  const run = (command: string, ...args: readonly string[]) =>
    stowage([command, stack.directory, ...args], { env });
  const write = (file: string, text: string): void =>
    writeFileSync(join(stack.directory, 'app', file), text);
  const applies = async (): Promise<void> => {
    const applied = await run('apply', '--yes');
    t.equal(applied.code, 0, applied.text);
    t.notMatch(applied.text, token);
    const plan = await run('plan', '--detailed-exitcode');
    t.equal(plan.code, 0, plan.text);
    t.equal((await run('drift')).code, 0, 'nothing has drifted');
  };
  /** What the container has printed, once that is all. */
  const printed = async (): Promise<readonly string[]> => {
    for (let tries = 50; ; tries--) {
      const { stdout } = await stowage(['logs', `${name}-web`], { env });
      const lines = stdout.trim().split('\n');
      if (lines.at(-1) === 'end' || tries === 0) return lines;
    }
  };
  try {
    mkdirSync(join(stack.directory, 'app'));
    write('Dockerfile', dockerfile);
    write('one.txt', 'one\n');
    write('two.txt', 'two\n');
    write('other.md', 'no stage takes it');
    await applies();
    t.same(await printed(), told);

    write('Dockerfile', `# Says nothing.\n${dockerfile.replace('RUN false', 'RUN true')}`);
    write('other.md', 'still none');
    const same = await run('plan', '--detailed-exitcode');
    t.equal(same.code, 0, `a comment, another stage and another file mean nothing\n${same.text}`);

    write('two.txt', 'zwei\n');
    t.match((await run('plan')).stdout, 'because two.txt changed');
    await applies();
    t.same(await printed(), told.with(1, 'zwei'));

    write('Dockerfile', dockerfile.replace('LABEL', 'LABLE'));
    const mistaken = await run('plan');
    t.equal(mistaken.code, 1);
    t.match(mistaken.text, /there is no instruction `LABLE`\n +app\/Dockerfile:17:1\n/);
    t.match(mistaken.text, 'Did you mean `LABEL`?');

    write('Dockerfile', withSecret);
    if (engine.name === 'embedded') {
      await applies();
      t.same(await printed(), [String(token.length), 'one', 'zwei', ...told.slice(2)]);
      await caches(t, engine);
    } else {
      const refused = await run('plan');
      t.equal(refused.code, 1, refused.text);
      t.match(refused.text, /dockerfile-unsupported[^]*app\/Dockerfile:9:/);
    }
  } finally {
    write('Dockerfile', dockerfile);
    const destroyed = await run('destroy', '--yes');
    stack.remove();
    t.equal(destroyed.code, 0, destroyed.text);
  }
}
