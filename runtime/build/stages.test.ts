/*
 * Stages of a Dockerfile at the same time, on the real kernel: who waits for whom, what is made once,
 * how a failure and an interrupt end all of them, and what is kept for the next build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { ImageSpec } from '../../model/index.js';
import { collectGarbage } from '../images/index.js';
import { mountsBelow } from '../layers/index.js';
import { cannotRunContainers, settledLeftovers, takeSnapshot } from '../testing/index.js';
import type { BuildProgress } from './index.js';
import {
  build,
  closeTestStack,
  failure,
  newStore,
  testBase as base,
  withRoot,
} from './test-stack-fixture.js';

const skip = cannotRunContainers() ?? false;
t.teardown(closeTestStack);

const system = `FROM scratch AS os
COPY busybox /bin/
RUN ["/bin/busybox", "--install", "-s", "/bin"]
`;
/** An image of stages on a small system, which `os` is. */
const imageOf = (stages: string): ImageSpec => ({
  name: 'test/app',
  dockerfile_inline: `${system}${stages}`,
  steps: [],
});
/** The mount of a cache in which stages find each other, which is no part of a layer. */
const meeting = '--mount=type=cache,id=meeting,target=/meet';
/** Goes on when another stage has said so, and fails where it does not within so many tenths of a second. */
const meet = (own: string, other: string, patience = 300): string =>
  `touch /meet/${own}; for i in $(seq ${patience}); do test -e /meet/${other} && exit 0; sleep 0.1; done; exit 9`;

const together = (patience?: number): ImageSpec =>
  imageOf(`FROM os AS left
RUN ${meeting} ${meet('left', 'right', patience)}
FROM os AS right
RUN ${meeting} ${meet('right', 'left', patience)}
FROM os
COPY --from=left /bin/sh /left
COPY --from=right /bin/sh /right
`);

t.test('stages', { skip }, async (t) => {
  const before = takeSnapshot({});

  t.test('that do not need each other are built at the same time', async (t) => {
    await t.resolves(build(await newStore(), together(), { parallelism: 2 }));
    // One place is not enough for two that wait for each other, so the first gives up.
    const error = await failure(build(await newStore(), together(3), { parallelism: 1 }));
    t.match(error.failure, { kind: 'exit', code: 9 });
  });

  t.test('wait for another one no sooner than they take its files', async (t) => {
    const spec = imageOf(`FROM os AS first
RUN ${meeting} (${meet('first', 'last')}) && echo made > /made
FROM os
RUN ${meeting} ${meet('last', 'first')}
COPY --from=first /made /
RUN --mount=type=bind,from=first,source=/made,target=/seen cat /seen > /again
`);
    const store = await newStore();
    const image = await build(store, spec, { parallelism: 4 });
    await withRoot(store, image, (root) => {
      t.equal(readFileSync(join(root, 'again'), 'utf8'), 'made\n');
    });
  });

  t.test('give the same layers one after another and all together', async (t) => {
    const spec = imageOf(`FROM os AS one
RUN mkdir /out && seq 2000 > /out/numbers && ln -s numbers /out/link
FROM os AS two
WORKDIR /srv
COPY app .
RUN rm lib/lib.txt && chown 7:8 main.txt
FROM one AS three
RUN tac /out/numbers > /out/back
FROM os
COPY --from=one /out /one
COPY --from=two --chown=1:1 /srv /two
COPY --from=three /out /three
RUN cat /two/main.txt /three/back > /all
`);
    const [one, many] = [await newStore(), await newStore()];
    const alone = await build(one, spec, { parallelism: 1 });
    const all = await build(many, spec, { parallelism: 8 });
    t.equal(all.id, alone.id);
    t.same(all.diffIds, alone.diffIds);
    t.same(all.layers, alone.layers);
    t.same(all.cache, alone.cache);
    t.same(readdirSync(many.paths.layers).sort(), readdirSync(one.paths.layers).sort());
  });

  t.test('make no more layers at a time than is allowed', async (t) => {
    const names = ['a', 'b', 'c', 'd'];
    const spec = imageOf(
      [
        ...names.map((name) => `FROM os AS ${name}\nRUN echo begins; echo ${name} > /x; echo ends`),
        'FROM os',
        ...names.map((name) => `COPY --from=${name} /x /${name}`),
      ].join('\n'),
    );
    let [running, most] = [0, 0];
    const ended: string[] = [];
    await build(await newStore(), spec, {
      parallelism: 2,
      onOutput: (line, { stage = '' }) => {
        if (line === 'ends') ended.push(stage);
        running += line === 'begins' ? 1 : -1;
        most = Math.max(most, running);
      },
    });
    t.same([...ended].sort(), names);
    t.ok(most <= 2, `${most} at a time`);
  });

  t.test('with the same step do it once', async (t) => {
    const step = 'RUN cat /proc/sys/kernel/random/uuid > /id';
    const spec = imageOf(`FROM os AS one
${step}
FROM os AS two
${step}
FROM os
COPY --from=one /id /one
COPY --from=two /id /two
RUN cmp /one /two
`);
    const progress: BuildProgress[] = [];
    await build(await newStore(), spec, {
      parallelism: 8,
      onProgress: (told) => progress.push(told),
    });
    const same = progress.filter(({ text }) => text.startsWith(step));
    t.same(same.map(({ cached }) => cached).sort(), [false, true]);
  });

  t.test('say of each line whose it is', async (t) => {
    const told: string[] = [];
    const place = ({ step, of, stage = '' }: Omit<BuildProgress, 'cached'>): string =>
      `${step}/${of} ${stage}`;
    await build(
      await newStore(),
      imageOf(`FROM os AS Said
RUN echo one; echo two >&2; printf three
FROM os
RUN true
COPY --from=said /bin/sh /sh
`),
      {
        onProgress: (step) => told.push(`${place(step)}: ${step.text}`),
        onOutput: (line, step) => told.push(`${place(step)} | ${line}`),
      },
    );
    t.same([...told].sort(), [
      '1/5 os: COPY busybox /bin/, dockerfile_inline:2',
      '2/5 os: RUN ["/bin/busybox", "--install", "-s", "/bin"], dockerfile_inline:3',
      '3/5 said | one',
      '3/5 said | three',
      '3/5 said | two',
      '3/5 said: RUN echo one; echo two >&2; printf three, dockerfile_inline:5',
      '4/5 stage-2: RUN true, dockerfile_inline:7',
      '5/5 stage-2: COPY --from=said /bin/sh /sh, dockerfile_inline:8',
    ]);
  });

  const waits = `FROM os AS waits
RUN ${meeting} touch /meet/waits; exec sleep 1000
FROM os AS other
RUN ${meeting} for i in $(seq 300); do test -e /meet/waits && break; sleep 0.1; done; echo there; OTHER
FROM os
COPY --from=waits /x /x
COPY --from=other /x /x
`;

  t.test('are stopped by the first that fails, which is told', async (t) => {
    const store = await newStore();
    const spec = imageOf(waits.replace('OTHER', 'exit 7'));
    const error = await failure(build(store, spec, { parallelism: 4 }));
    t.match(error, { step: 4, failure: { kind: 'exit', code: 7 }, lines: ['there'] });
    t.same(readdirSync(store.paths.tmp), [], 'all have ended when it is told');
  });

  t.test('are all stopped by an interrupt', async (t) => {
    const abort = new AbortController();
    const store = await newStore();
    const onOutput = (line: string): void => {
      if (line === 'there') abort.abort();
    };
    const spec = imageOf(waits.replace('OTHER', 'exec sleep 1000'));
    const options = { parallelism: 4, onOutput, signal: abort.signal };
    const error = await failure(build(store, spec, options));
    t.match(error.failure, { kind: 'interrupted' });
    t.same(readdirSync(store.paths.tmp), []);
    const late = await failure(build(store, spec, { signal: abort.signal }));
    t.match(late.failure, { kind: 'interrupted' }, 'one that has been interrupted does not begin');
  });

  t.test('that wait for another command to make a step stop waiting', async (t) => {
    const store = await newStore();
    const spec = imageOf('FROM os\nRUN echo there; exec sleep 1000\n');
    const [ours, theirs] = [new AbortController(), new AbortController()];
    let ended: Promise<unknown> | undefined;
    await new Promise<void>((begun) => {
      const watch = { onOutput: () => begun(), signal: theirs.signal };
      ended = failure(build(store, spec, watch));
    });
    // All but its last step is there, which the other has the lock of. Nobody sees who waits for one.
    const onProgress = ({ step }: BuildProgress): void => {
      if (step === 2) setTimeout(() => ours.abort(), 200);
    };
    const error = await failure(build(store, spec, { onProgress, signal: ours.signal }));
    t.match(error, { step: 3, failure: { kind: 'interrupted' } });
    theirs.abort();
    await ended;
  });

  t.test('are kept with the image for the next build of it', async (t) => {
    const store = await newStore();
    const stages = (last: string): ImageSpec =>
      imageOf(`FROM os AS made
RUN echo made > /made
FROM os
COPY --from=made /made /made
RUN ${last}
`);
    const image = await build(store, stages('true'));
    await collectGarbage(store, async () => []);
    const progress: BuildProgress[] = [];
    await build(store, stages('echo changed > /changed'), {
      onProgress: (told) => progress.push(told),
    });
    const made = progress.filter(({ cached }) => !cached).map(({ step }) => step);
    t.same(made, [5], 'only what has changed is made');
    t.ok(image.cache.length > image.layers.length);
  });

  t.test('leave nothing on the host but the store', async (t) => {
    t.same(await mountsBelow(base), []);
    const left = await settledLeftovers(before, { concerns: (line) => line.includes(base) });
    t.same(left, []);
  });
});
