/*
 * Examples for the warnings of lints, and for the comments that silence them.
 */
import type { DiagnosticExample } from './example.js';

const web = (body: string): string => `container web {
  image: "registry.example.org/web:1"
${body}}
`;

const pool = (api: string): string => `network back { subnet: 10.89.7.0/24 }

container db {
  image: "registry.example.org/db:17"
  networks: { back: { ipv4: 10.89.7.10 } }
}

container api {
  image: "registry.example.org/api:3"
  networks: ${api}
}
`;

const waiting = (after: string): string => `container db {
  image: "registry.example.org/db:17"
  health: { test: ["db-ready"], interval: 5s }
}

container web {
  image: "registry.example.org/web:1"
  after: [${after}]
}
`;

export const lintExamples = {
  'unused-name': {
    wrong: `let domain = "example.org"

output address = "https://www.example.org"
`,
    right: `let domain = "example.org"

output address = "https://www.\${domain}"
`,
  },
  'needless-after': {
    wrong: waiting('db is started, db is healthy'),
    right: waiting('db is healthy'),
  },
  'unpinned-image': {
    wrong: `container web {
  image: "registry.example.org/web:latest"
}
`,
    right: `container web {
  image: "registry.example.org/web:1.4"
}
`,
  },
  'exposed-port': {
    wrong: web('  ports: [8080 -> 80]\n'),
    right: web('  ports: [127.0.0.1:8080 -> 80]\n'),
  },
  'privileged-container': {
    wrong: web('  cap_add: ["ALL"]\n'),
    right: web('  cap_add: ["NET_ADMIN"]\n'),
  },
  'mounted-engine-socket': {
    wrong: web('  mounts: ["/var/run/docker.sock" -> "/var/run/docker.sock"]\n'),
    right: web(
      '  // stowage: allow mounted-engine-socket it lists what runs, and is reached by nobody\n' +
        '  mounts: ["/var/run/docker.sock" -> "/var/run/docker.sock"]\n',
    ),
  },
  'secret-in-environment': {
    wrong: `secret password { file: "password.txt" }

container db {
  image: "registry.example.org/db:17"
  env: { PASSWORD: reveal(password) }
}
`,
    right: `container db {
  image: "registry.example.org/db:17"
  env: { PASSWORD_FILE: "/run/password" }
  mounts: [{ source: "./password.txt", target: "/run/password", read_only: true }]
}
`,
  },
  'address-in-pool': {
    wrong: pool('[back]'),
    right: pool('{ back: { ipv4: 10.89.7.11 } }'),
  },
  'redundant-interpolation': {
    wrong: `param name: string = "shop"

output title = "\${name}"
`,
    right: `param name: string = "shop"

output title = name
`,
  },
  'comparison-to-bool': {
    wrong: `param debug: bool = false

volume traces if debug == true {}
`,
    right: `param debug: bool = false

volume traces if debug {}
`,
  },
  'unneeded-allow': {
    wrong: web('  ports: [127.0.0.1:8080 -> 80] // stowage: allow exposed-port\n'),
    right: web('  ports: [127.0.0.1:8080 -> 80]\n'),
  },
  'unknown-allow': {
    wrong: web('  ports: [0.0.0.0:8080 -> 80] // stowage: allow exposd-port everybody may come\n'),
    right: web('  ports: [8080 -> 80] // stowage: allow exposed-port everybody may come\n'),
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
