/*
 * Examples for the diagnostics of values: types, attributes, params, indices, work.
 */
import type { DiagnosticExample } from './example.js';

const params = `param replicas: int(1..20)

output replicas = replicas
`;

export const valueExamples = {
  'type-mismatch': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  stop_timeout: 10
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  stop_timeout: 10s
}
`,
  },
  'invalid-value': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  restart: "allways"
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  restart: "always"
}
`,
  },
  'unknown-attribute': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  memmory: 64MiB
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  memory: 64MiB
}
`,
  },
  'missing-attribute': {
    wrong: `container web {
  memory: 64MiB
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  memory: 64MiB
}
`,
  },
  'duplicate-attribute': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  env: { MODE: "test", MODE: "production" }
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  env: { MODE: "production" }
}
`,
  },
  'missing-param': {
    wrong: { files: { 'main.stow': `stack shop\n\n${params}` } },
    right: { files: { 'main.stow': `stack shop\n\n${params}` }, params: { replicas: '2' } },
  },
  'unknown-param': {
    wrong: {
      files: { 'main.stow': `stack shop\n\n${params}` },
      params: { replicas: '2', replcas: '3' },
    },
    right: { files: { 'main.stow': `stack shop\n\n${params}` }, params: { replicas: '3' } },
  },
  'invalid-param': {
    wrong: { files: { 'main.stow': `stack shop\n\n${params}` }, params: { replicas: 'many' } },
    right: { files: { 'main.stow': `stack shop\n\n${params}` }, params: { replicas: '3' } },
  },
  'index-out-of-range': {
    wrong: `container web for i in 0..<2 {
  image: "registry.example.org/web:1"
}

output last = web[2].hostname
`,
    right: `container web for i in 0..<2 {
  image: "registry.example.org/web:1"
}

output last = web[1].hostname
`,
  },
  'absent-resource': {
    wrong: `param debug: bool = false

container shell if debug {
  image: "registry.example.org/shell:1"
}

output shell = shell.hostname
`,
    right: `param debug: bool = false

container shell if debug {
  image: "registry.example.org/shell:1"
}

output shell = debug ? shell.hostname : "none"
`,
  },
  'division-by-zero': {
    wrong: `param hosts: int = 0

output share = 100 / hosts
`,
    right: `param hosts: int = 0

output share = hosts == 0 ? 100 : 100 / hosts
`,
  },
  'too-much-work': {
    wrong: `let many = 0..100000000

output many = length(many)
`,
    right: `let many = 0..100

output many = length(many)
`,
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
