/*
 * Examples for the diagnostics that are about a stack as a whole: what two resources cannot share,
 * and what can never come true.
 */
import type { DiagnosticExample } from './example.js';

export const stackExamples = {
  'name-clash': {
    wrong: `volume data {}
volume backup { name: "example-data" }
`,
    right: `volume data {}
volume backup { name: "example-backup" }
`,
  },
  'duplicate-address': {
    wrong: `volume data for region in ["eu", "us", "eu"] {}
`,
    right: `volume data for region in ["eu", "us"] {}
`,
  },
  'port-clash': {
    wrong: `container web for i in 0..<2 {
  image: "registry.example.org/web:1"
  ports: [127.0.0.1:8080 -> 80]
}
`,
    right: `container web for i in 0..<2 {
  image: "registry.example.org/web:1"
  ports: [127.0.0.1:8080 + i -> 80]
}
`,
  },
  'mount-clash': {
    wrong: `volume data {}

container web {
  image: "registry.example.org/web:1"
  mounts: [data -> "/srv", "./site" -> "/srv"]
}
`,
    right: `volume data {}

container web {
  image: "registry.example.org/web:1"
  mounts: [data -> "/var/lib/web", "./site" -> "/srv"]
}
`,
  },
  'subnet-overlap': {
    wrong: `network front { subnet: 10.89.0.0/16 }
network back { subnet: 10.89.7.0/24 }
`,
    right: `network front { subnet: 10.88.0.0/16 }
network back { subnet: 10.89.7.0/24 }
`,
  },
  'conflicting-attributes': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  cpus: 1.5
  cpu_quota: 150000
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  cpus: 1.5
}
`,
  },
  'invalid-platform': {
    wrong: `container web {
  image: "registry.example.org/web:1"
  platform: "linux/arm46"
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  platform: "linux/arm64"
}
`,
  },
  'invalid-gateway': {
    wrong: `network back {
  subnet: 10.89.7.0/24
  gateway: 10.89.8.1
}
`,
    right: `network back {
  subnet: 10.89.7.0/24
  gateway: 10.89.7.1
}
`,
  },
  'invalid-address': {
    wrong: `network back { subnet: 10.89.7.0/24 }

container db {
  image: "registry.example.org/db:17"
  networks: { back: { ipv4: 10.89.8.10 } }
}
`,
    right: `network back { subnet: 10.89.7.0/24 }

container db {
  image: "registry.example.org/db:17"
  networks: { back: { ipv4: 10.89.7.10 } }
}
`,
  },
  'invalid-dependency': {
    wrong: `container db {
  image: "registry.example.org/db:17"
  health: "none"
}

container web {
  image: "registry.example.org/web:1"
  after: [db is healthy]
}
`,
    right: `container db {
  image: "registry.example.org/db:17"
  health: { test: ["db-ready"], interval: 5s }
}

container web {
  image: "registry.example.org/web:1"
  after: [db is healthy]
}
`,
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
