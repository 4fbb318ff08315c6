/*
 * Examples for the diagnostics of characters, brackets and grammar.
 */
import type { DiagnosticExample } from './example.js';

export const syntaxExamples = {
  'unexpected-character': {
    wrong: `volume data {};
`,
    right: `volume data {}
`,
  },
  'unterminated-string': {
    wrong: `container web {
  image: "registry.example.org/web:1
  memory: 64MiB
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  memory: 64MiB
}
`,
  },
  'unterminated-comment': {
    wrong: `volume data {}

/* Not needed any more:
volume cache {}
`,
    right: `volume data {}

/* Not needed any more:
volume cache {}
*/
`,
  },
  'unknown-escape': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  env: { PATTERN: "\\d+" }
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  env: { PATTERN: "\\\\d+" }
}
`,
  },
  'unclosed-bracket': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  command: ["serve", "--verbose"

volume data {}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  command: ["serve", "--verbose"]
}

volume data {}
`,
  },
  'unexpected-bracket': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  command: ["serve", "--verbose"]]
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  command: ["serve", "--verbose"]
}
`,
  },
  'nesting-too-deep': {
    wrong: `output deep = ${'('.repeat(101)}1${')'.repeat(101)}
`,
    right: `output deep = 1
`,
  },
  syntax: {
    wrong: `container web {
  image "registry.example.org/web:1"
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
}
`,
  },
  'invalid-literal': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  memory: 512Mb
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  memory: 512MB
}
`,
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
