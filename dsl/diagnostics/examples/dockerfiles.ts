/* Examples for the diagnostics of Dockerfiles. */
import { hiddenFile, type DiagnosticExample, type ExampleSetting } from './example.js';

const image = (dockerfile: string, attributes = 'dockerfile: "Dockerfile"'): ExampleSetting => ({
  files: { 'main.stow': `image app { ${attributes} }\n`, [hiddenFile]: 'stack example\n' },
  beside: { Dockerfile: dockerfile },
});

const plain = `FROM registry.example.org/base:1
COPY . /srv
`;

const staged = `FROM registry.example.org/go:1 AS build
RUN make

FROM scratch
COPY --from=build /out /
`;

export const dockerfileExamples = {
  'dockerfile-missing': {
    wrong: image(plain, 'dockerfile: "Dockerfil"'),
    right: image(plain),
  },
  'dockerfile-invalid': {
    wrong: image(`FROM registry.example.org/base:1
COPY app.js
`),
    right: image(`FROM registry.example.org/base:1
COPY app.js /srv/
`),
  },
  'dockerfile-instruction-unknown': {
    wrong: image(`FROM registry.example.org/base:1
COPPY . /srv
`),
    right: image(plain),
  },
  'dockerfile-stage-unknown': {
    wrong: image(staged, 'dockerfile: "Dockerfile", target: "biuld"'),
    right: image(staged, 'dockerfile: "Dockerfile", target: "build"'),
  },
  'dockerfile-unsupported': {
    wrong: image(`FROM registry.example.org/base:1
RUN --mount=type=ssh make
`),
    right: image(`FROM registry.example.org/base:1
RUN --mount=type=secret,id=key make
`),
  },
  'dockerfile-argument-unknown': {
    wrong: image(
      `FROM registry.example.org/base:1
ARG VERSION
`,
      'dockerfile: "Dockerfile", args: { VERSOIN: "2" }',
    ),
    right: image(
      `FROM registry.example.org/base:1
ARG VERSION
`,
      'dockerfile: "Dockerfile", args: { VERSION: "2" }',
    ),
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
