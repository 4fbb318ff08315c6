/*
 * Examples for the diagnostics of declarations and modules.
 */
import type { DiagnosticExample } from './example.js';

const files = (main: string, others: Readonly<Record<string, string>>) => ({
  files: { 'main.stow': `stack shop\n\n${main}`, ...others },
});

const database = `param version: string

container db {
  image: "registry.example.org/db:\${version}"
}

output host = db.hostname
`;

const using = (source: string): string => `use "${source}" as db { version: "17" }

output host = db.host
`;

/** Modules inside of each other, the last of which makes a volume. */
const chain = (length: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `m${index + 1}/main.stow`,
      index + 1 < length ? `use "../m${index + 2}" as inner\n` : 'volume data {}\n',
    ]),
  );

export const declarationExamples = {
  'duplicate-engine': {
    wrong: files('engine docker\n', { 'more.stow': 'engine podman\n\nvolume data {}\n' }),
    right: files('engine docker\n', { 'more.stow': 'volume data {}\n' }),
  },
  'invalid-engine': {
    wrong: 'engine dokcer\n\nvolume data {}\n',
    right: 'engine docker\n\nvolume data {}\n',
  },
  'misplaced-declaration': {
    wrong: files('use "./db" as db\n', { 'db/main.stow': 'engine docker\n\nvolume data {}\n' }),
    right: files('engine docker\n\nuse "./db" as db\n', { 'db/main.stow': 'volume data {}\n' }),
  },
  'invalid-statement': {
    wrong: `moved { from: volume.files, to: volume.dta }

volume data {}
`,
    right: `moved { from: volume.files, to: volume.data }

volume data {}
`,
  },
  'unresolved-module': {
    wrong: files(using('./modules/databse'), { 'modules/database/main.stow': database }),
    right: files(using('./modules/database'), { 'modules/database/main.stow': database }),
  },
  'too-many-modules': {
    wrong: files('use "./m1" as outer\n', chain(21)),
    right: files('use "./m1" as outer\n', chain(2)),
  },
  'too-many-resources': {
    wrong: 'volume shard for key in ["${a}-${b}" for a in 0..<200 for b in 0..<60] {}\n',
    right: 'volume shard for key in ["${a}-${b}" for a in 0..<2 for b in 0..<6] {}\n',
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
