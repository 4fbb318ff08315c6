/* Reading Dockerfiles: what every builder of the field makes of the same text. */
import * as fc from 'fast-check';
import t from 'tap';
import { BadExpansion, expandText, expandWord, expandWords } from './index.js';
import { dockerfileDiagnostics, findStage, parseDockerfile, targetStage } from './index.js';
import { neededBy, type Instruction } from './index.js';

/** The instructions behind a `FROM`, without their places. */
function instructionsOf(text: string): readonly object[] {
  const { dockerfile, problems } = parseDockerfile(`FROM x\n${text}`);
  t.same(problems, [], text);
  return (dockerfile.stages[0]?.instructions ?? []).map(bare);
}
const bare = ({ place: _, text: __, ...instruction }: Instruction): object => instruction;

const shell = (line: string) => ({ form: 'shell', line });
const exec = (...argv: readonly string[]) => ({ form: 'exec', argv });

t.test('instructions', async (t) => {
  const table: readonly (readonly [string, object])[] = [
    ['RUN make all', { kind: 'run', command: shell('make all') }],
    ['run make all', { kind: 'run', command: shell('make all') }],
    ['RUN ["make", "all"]', { kind: 'run', command: exec('make', 'all') }],
    ["RUN ['make']", { kind: 'run', command: shell("['make']") }],
    ['RUN ["make", 1]', { kind: 'run', command: shell('["make", 1]') }],
    ['RUN a \\\n  b', { kind: 'run', command: shell('a   b') }],
    ['RUN a \\\n# comment\n\n  b', { kind: 'run', command: shell('a   b') }],
    ['RUN a \\  \nb', { kind: 'run', command: shell('a b') }],
    ['RUN a \\\\\nRUN b', { kind: 'run', command: shell('a \\\\') }],
    ['RUN a # b', { kind: 'run', command: shell('a # b') }],
    ['   RUN indented', { kind: 'run', command: shell('indented') }],
    ['RUN last \\', { kind: 'run', command: shell('last') }],
    ['RUN --network=none a', { kind: 'run', network: 'none', command: shell('a') }],
    ['RUN -- --a', { kind: 'run', command: shell('--a') }],
    [
      'RUN --mount=type=cache,dst=/c,id=x --mount=target=/b,ro a',
      {
        mounts: [
          { type: 'cache', options: { target: '/c', id: 'x' } },
          { type: 'bind', options: { target: '/b', readonly: 'true' } },
        ],
      },
    ],
    ['CMD ["a"]', { kind: 'cmd', command: exec('a') }],
    ['CMD []', { kind: 'cmd', command: { form: 'exec', argv: [] } }],
    ['ENTRYPOINT a b', { kind: 'entrypoint', command: shell('a b') }],
    ['SHELL ["/bin/bash", "-c"]', { kind: 'shell', shell: ['/bin/bash', '-c'] }],
    [
      'ENV A=1 B="two words" C=a\\ b',
      {
        pairs: [
          ['A', '1'],
          ['B', '"two words"'],
          ['C', 'a\\ b'],
        ],
      },
    ],
    ['ENV A the rest of it', { pairs: [['A', 'the rest of it']] }],
    ['LABEL "a b"=c', { kind: 'label', pairs: [['"a b"', 'c']] }],
    ['ARG A', { kind: 'arg', args: [{ name: 'A' }] }],
    ['ARG A=1 B', { kind: 'arg', args: [{ name: 'A', value: '1' }, { name: 'B' }] }],
    ['ARG A=', { kind: 'arg', args: [{ name: 'A', value: '' }] }],
    ['WORKDIR /a b', { kind: 'workdir', value: '/a b' }],
    ['USER a:b', { kind: 'user', value: 'a:b' }],
    ['STOPSIGNAL 9', { kind: 'stopsignal', value: '9' }],
    ['MAINTAINER me', { kind: 'maintainer', value: 'me' }],
    ['EXPOSE 80 53/udp', { kind: 'expose', words: ['80', '53/udp'] }],
    ['VOLUME ["/a", "/b c"]', { kind: 'volume', words: ['/a', '/b c'] }],
    ['VOLUME /a /b', { kind: 'volume', words: ['/a', '/b'] }],
    ['ONBUILD COPY . /a', { kind: 'onbuild', trigger: 'COPY . /a' }],
    ['HEALTHCHECK NONE', { kind: 'healthcheck' }],
    [
      'HEALTHCHECK --interval=1m30s --retries=2 CMD curl a',
      { kind: 'healthcheck', interval: 90_000, retries: 2, command: shell('curl a') },
    ],
    ['HEALTHCHECK CMD ["a"]', { kind: 'healthcheck', command: exec('a') }],
    ['COPY a b /c/', { kind: 'copy', sources: ['a', 'b'], target: '/c/' }],
    ['COPY ["a b", "/c"]', { kind: 'copy', sources: ['a b'], target: '/c' }],
    [
      'COPY --from=x --chown=1:2 --chmod=755 --link --parents --exclude=*.a --exclude=b a /b',
      { from: 'x', chown: '1:2', chmod: '755', parents: true, exclude: ['*.a', 'b'] },
    ],
    ['COPY --link=false a b', { kind: 'copy', sources: ['a'] }],
    ['ADD --checksum=sha256:00 http://a/b /c', { kind: 'add', checksum: 'sha256:00' }],
    [
      'COPY <<A <<"B" /c/\n$x\nA\n$y\nB',
      {
        files: [
          { name: 'A', text: '$x\n', expands: true },
          { name: 'B', text: '$y\n', expands: false },
        ],
        sources: [],
        target: '/c/',
      },
    ],
    ['COPY <<-A /c\n\t\tx\n\tA', { files: [{ name: 'A', text: 'x\n', expands: true }] }],
    ['RUN <<E\na\nE', { command: shell('<<E'), heredocs: [{ name: 'E', text: 'a\n' }] }],
    [
      'RUN cat <<E > /f && b\n  a\nE',
      { command: shell('cat <<E > /f && b'), heredocs: [{ text: '  a\n' }] },
    ],
    ['RUN cat <<<here', { command: shell('cat <<<here'), heredocs: [] }],
    ['RUN ["sh", "-c", "cat <<E"]', { command: exec('sh', '-c', 'cat <<E'), heredocs: [] }],
    ['WORKDIR <<E', { kind: 'workdir', value: '<<E' }],
  ];
  for (const [text, expected] of table) t.match(instructionsOf(text)[0], expected, text);
  t.equal(instructionsOf('RUN a \\\\\nRUN b').length, 2, 'an escaped backslash joins nothing');
});

t.test('directives', async (t) => {
  const escapeOf = (text: string) => parseDockerfile(text).dockerfile.escape;
  t.equal(escapeOf('# escape=`\nFROM x'), '`');
  t.equal(escapeOf('#ESCAPE = `\nFROM x'), '`');
  t.equal(escapeOf('# syntax=docker/dockerfile:1\n# escape=`\nFROM x'), '`');
  t.equal(escapeOf('# a comment\n# escape=`\nFROM x'), '\\', 'a comment ends them');
  t.equal(escapeOf('\n# escape=`\nFROM x'), '\\', 'an empty line ends them');
  const windows = parseDockerfile('# escape=`\r\nFROM x\r\nRUN a `\r\n  b\\\r\n');
  t.match(windows.dockerfile.stages[0]?.instructions, [{ command: { line: 'a   b\\' } }]);
  t.match(parseDockerfile('\uFEFFFROM x').problems, []);
});

t.test('mistakes are said with their place', async (t) => {
  const said = (text: string): readonly string[] => {
    const { problems } = parseDockerfile(text);
    return dockerfileDiagnostics(text, 'D', problems).map(({ code, summary, detail = '', span }) =>
      `${span?.start.line ?? 0}:${span?.start.column ?? 0}-${span?.end.column ?? 0} ${code}: ${summary}. ${detail}`.trim(),
    );
  };
  const table: readonly (readonly [string, string])[] = [
    [
      'FROM x\nCOPPY a b',
      '2:1-6 dockerfile-instruction-unknown: there is no instruction `COPPY`. Did you mean `COPY`?',
    ],
    [
      'FROM x\n  COPY --form=a b c',
      '2:8-16 dockerfile-invalid: `COPY` has no flag `--form`. Did you mean `--from`?',
    ],
    [
      'FROM x\nRUN a \\\n  b\nCOPY a',
      '4:1-7 dockerfile-invalid: `COPY` does not say where to copy to.',
    ],
    ['FROM x\nCOPY', '2:1-5 dockerfile-invalid: `COPY` does not say what to copy, and where to.'],
    [
      'FROM x\nENV A',
      '2:5-6 dockerfile-invalid: "A" has no value. It is written `name=value`, with quotes around what has blanks in it.',
    ],
    [
      'FROM x\nENV A=1 \\\n    B',
      '3:5-6 dockerfile-invalid: "B" has no value. It is written `name=value`, with quotes around what has blanks in it.',
    ],
    [
      'FROM x\nSHELL /bin/sh',
      '2:1-14 dockerfile-invalid: `SHELL` takes a program and its arguments as JSON. Such as `SHELL ["/bin/bash", "-c"]`.',
    ],
    [
      'FROM x AS',
      '1:1-10 dockerfile-invalid: `FROM` takes an image, and a name for the stage. It is written `FROM image` or `FROM image AS name`.',
    ],
    [
      'FROM x AS 1a',
      '1:11-13 dockerfile-invalid: "1a" is no name for a stage. It begins with a letter, and has letters, digits, `-`, `_` and `.`.',
    ],
    ['FROM x AS a\nFROM y AS A', '2:1-12 dockerfile-invalid: two stages are called `a`.'],
    [
      'RUN a\nFROM x',
      '1:1-6 dockerfile-invalid: `RUN` stands before the first `FROM`. Only `ARG` may.',
    ],
    ['# nothing', '1:1-1 dockerfile-invalid: the Dockerfile has no `FROM`.'],
    [
      'FROM x\nRUN <<E\na',
      '2:5-8 dockerfile-invalid: the text that begins with `<<E` does not end. A line that holds nothing but E ends it.',
    ],
    [
      '# escape=x\nFROM a',
      '1:1-11 dockerfile-invalid: "x" cannot be the escape character. It is a backslash or `.',
    ],
    [
      '# escape=`\n# escape=`\nFROM a',
      '2:1-11 dockerfile-invalid: the directive `escape` is there twice. Leave one of them out.',
    ],
    [
      'FROM x\nRUN --mount=type=cahce,target=/a b',
      '2:5-33 dockerfile-invalid: there is no mount of type "cahce". Did you mean `cache`?',
    ],
    [
      'FROM x\nRUN --mount=type=cache b',
      '2:5-23 dockerfile-invalid: a mount of type cache needs a `target`.',
    ],
    [
      'FROM x\nRUN --mount=type=ssh b',
      '2:5-21 dockerfile-unsupported: mounts of type ssh are not supported. Give a key as one of `secrets`, and mount that.',
    ],
    ['FROM x\nONBUILD FROM y', '2:1-15 dockerfile-invalid: `ONBUILD FROM` is not allowed.'],
    [
      'FROM x\nHEALTHCHECK --interval=soon CMD a',
      '2:1-34 dockerfile-invalid: "soon" is no time. It is written such as `30s`, `1m30s` or `500ms`.',
    ],
    [
      'FROM x\nHEALTHCHECK curl',
      '2:1-17 dockerfile-invalid: `HEALTHCHECK` needs a command. It is written `HEALTHCHECK CMD command`, or `HEALTHCHECK NONE`.',
    ],
  ];
  for (const [text, expected] of table) t.same(said(text), [expected], text);
  t.equal(said('FROM x\nCOPPY a\nRUNN b\nCOPY').length, 3, 'each mistake in one run');
});

t.test('variables', async (t) => {
  const values: Readonly<Record<string, string>> = { a: 'one', e: '', p: '/x/y.tar.gz', w: 'b c' };
  const expansion = { escape: '\\', valueOf: (name: string) => values[name] };
  const table: readonly (readonly [string, string])[] = [
    ['plain', 'plain'],
    ['$a', 'one'],
    ['${a}', 'one'],
    ['x${a}y$a.z', 'xoneyone.z'],
    ['$missing.', '.'],
    ["'$a'", '$a'],
    ['"$a"', 'one'],
    ['\\$a', '$a'],
    ['"\\$a"', '$a'],
    ['"\\n"', '\\n'],
    ['a\\ b', 'a b'],
    ['$', '$'],
    ['${a:-x}', 'one'],
    ['${m:-x}', 'x'],
    ['${e:-x}', 'x'],
    ['${e-x}', ''],
    ['${m-x}', 'x'],
    ['${a:+x}', 'x'],
    ['${e:+x}', ''],
    ['${e+x}', 'x'],
    ['${m:-${a}}', 'one'],
    ['${m:-"a b"}', 'a b'],
    ['${a:?no}', 'one'],
    ['${p#*/}', 'x/y.tar.gz'],
    ['${p##*/}', 'y.tar.gz'],
    ['${p%.*}', '/x/y.tar'],
    ['${p%%.*}', '/x/y'],
    ['${p/x/z}', '/z/y.tar.gz'],
    ['${p//[/]/-}', '/x/y.tar.gz'],
    ['${a//[on]/0}', 'one'],
    ['${p//./_}', '/x/y_tar_gz'],
  ];
  for (const [word, expected] of table) t.equal(expandWord(word, expansion), expected, word);
  for (const word of ['${', '${}', '"a', "'a", '${m:?gone}', '${a:x}', '${a!b}']) {
    t.throws(() => expandWord(word, expansion), BadExpansion, word);
  }
  t.same(expandWords('$w', expansion), ['b', 'c']);
  t.same(expandWords('"$w"', expansion), ['b c']);
  t.equal(expandText('"$a" \\$a \\\\ \\n \'${a}\'', expansion), '"one" $a \\ \\n \'one\'');
  t.equal(expandWord('`$a \\', { ...expansion, escape: '`' }), '$a \\');
});

t.test('stages', async (t) => {
  const text = `ARG BASE=debian
FROM \${BASE}:12 AS build
COPY --from=tools /a /b
FROM scratch AS unused
COPY --from=never /a /b
FROM build
COPY --from=0 /x /y
RUN --mount=from=unused,target=/m a`;
  const { dockerfile } = parseDockerfile(text);
  const target = targetStage(dockerfile, undefined);
  if ('names' in target) throw new Error('the last stage is the target');
  t.equal(target.index, 2);
  const needed = neededBy(dockerfile, target, { BASE: 'alpine' });
  t.same(
    needed.stages.map(({ index }) => index),
    [0, 1, 2],
  );
  t.same(
    needed.images.map(({ name }) => name),
    ['alpine:12', 'tools', 'never'],
  );
  t.equal(findStage(dockerfile, 'BUILD')?.index, 0, 'names are the same in capitals');
  t.equal(findStage(dockerfile, 'build', 0), undefined);
  t.match(targetStage(dockerfile, 'biuld'), { near: 'build', names: ['build', 'unused'] });
  const bad = parseDockerfile('FROM a\nCOPY --from=3 a b\nCOPY --from=late a b\nFROM b AS late');
  const [first] = bad.dockerfile.stages;
  if (!first) throw new Error('there is a stage');
  t.match(neededBy(bad.dockerfile, first, {}).problems, [
    { code: 'dockerfile-stage-unknown', summary: 'there is no stage 3' },
    { code: 'dockerfile-stage-unknown', summary: 'the stage `late` comes later' },
  ]);
});

t.test('whatever the text is, it is read', async (t) => {
  const part = fc.constantFrom(
    ...['FROM', 'RUN', 'COPY', 'ENV', 'ARG', 'ONBUILD', 'HEALTHCHECK', 'x', 'AS', '=', '"', "'"],
    ...['\\', '`', '\n', '\r\n', ' ', '\t', '<<E', '<<-"E"', 'E', '--from=', '--mount=type=cache,'],
    ...[
      '$',
      '${',
      '}',
      ':-',
      '#',
      '# escape=`',
      '[',
      ']',
      '["a"]',
      ',',
      '\u{1F600}',
      '\uFEFF',
      '0',
    ],
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(part).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (drawn) => {
      const { dockerfile, problems } = parseDockerfile(drawn);
      for (const { from, to } of problems) {
        if (from < 0 || to < from || to > drawn.length + 1) throw new Error('a place is outside');
      }
      const [stage] = dockerfile.stages;
      if (stage) neededBy(dockerfile, stage, {});
    }),
    { numRuns: Number(process.env['STOWAGE_PROPERTY_RUNS'] ?? 2_000) },
  );
  t.pass('it holds for every drawn text');
});
