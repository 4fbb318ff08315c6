/*
 * Examples for the diagnostics of written types, of null, and of what is known when.
 */
import type { DiagnosticExample } from './example.js';

const storage = (
  kind: string,
): string => `type Storage = { kind: "disk", path: string } | { kind: "memory", limit: size }

param storage: Storage = { ${kind}limit: 64MiB }

output storage = storage.kind
`;

export const typeExamples = {
  'possibly-null': {
    wrong: `param mirror: { host: string }? = null

output mirror = mirror.host
`,
    right: `param mirror: { host: string }? = null

output mirror = mirror?.host ?? "none"
`,
  },
  'failed-refinement': {
    wrong: `type Even = int where it % 2 == 0

param shards: Even = 7

output shards = shards
`,
    right: `type Even = int where it % 2 == 0

param shards: Even = 8

output shards = shards
`,
  },
  'missing-tag': {
    wrong: storage(''),
    right: storage('kind: "memory", '),
  },
  'unknown-tag': {
    wrong: storage('kind: "memry", '),
    right: storage('kind: "memory", '),
  },
  'string-layout': {
    wrong: `output motd = """
    Welcome,
 stranger
  """
`,
    right: `output motd = """
  Welcome,
  stranger
  """
`,
  },
  'known-too-late': {
    wrong: `container db {
  image: "registry.example.org/db:17"
}

container web {
  image: "registry.example.org/web:1"
  env: { DB: db.id }
}
`,
    right: `container db {
  image: "registry.example.org/db:17"
}

container web {
  image: "registry.example.org/web:1"
  env: { DB: db.hostname }
}

output db = db.id
`,
  },
  'read-only-attribute': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  id: "4d1c"
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
}

output id = web.id
`,
  },
  'check-failed': {
    wrong: `param env: "dev" | "prod" = "prod"
param replicas: int = 1

check "production is replicated" {
  assert env != "prod" || replicas >= 2, "prod needs two replicas"
}
`,
    right: `param env: "dev" | "prod" = "prod"
param replicas: int = 2

check "production is replicated" {
  assert env != "prod" || replicas >= 2, "prod needs two replicas"
}
`,
  },
  'assertion-failed': {
    wrong: {
      files: {
        'main.stow': `stack shop

param replicas: int = 2

output hosts = replicas * 2
`,
        'hosts.test.stow': `test "two hosts for each replica" {
  params: { replicas: 3 }
  assert output.hosts == 5
}
`,
      },
    },
    right: {
      files: {
        'main.stow': `stack shop

param replicas: int = 2

output hosts = replicas * 2
`,
        'hosts.test.stow': `test "two hosts for each replica" {
  params: { replicas: 3 }
  assert output.hosts == 6
}
`,
      },
    },
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
