/*
 * Examples for the diagnostics of secrets: where they come from, and where they may go.
 */
import type { DiagnosticExample } from './example.js';

const token = `stack shop

secret token { env: "SHOP_TOKEN" }

output header: secret<string> = "Bearer \${token}"
`;

export const secretExamples = {
  'missing-secret': {
    wrong: { files: { 'main.stow': token }, secrets: {} },
    right: { files: { 'main.stow': token }, secrets: { token: 'cacahuete' } },
  },
  'invalid-secret': {
    wrong: `secret token { environment: "SHOP_TOKEN" }

output header: secret<string> = "Bearer \${token}"
`,
    right: `secret token { env: "SHOP_TOKEN" }

output header: secret<string> = "Bearer \${token}"
`,
  },
  'secret-exposed': {
    wrong: `secret token

container web {
  image: "registry.example.org/web:1"
  labels: { token: token }
}
`,
    right: `secret token

container web {
  image: "registry.example.org/web:1"
  labels: { token_length: "\${reveal(length(token))}" }
}
`,
  },
  'secret-decides': {
    wrong: `secret license

container metrics if license != "" {
  image: "registry.example.org/metrics:2"
}
`,
    right: `secret license

container metrics if reveal(license != "") {
  image: "registry.example.org/metrics:2"
}
`,
  },
  'needless-reveal': {
    wrong: `param domain: string = "example.org"

output domain = reveal(domain)
`,
    right: `param domain: string = "example.org"

output domain = domain
`,
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
