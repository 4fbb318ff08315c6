/*
 * Examples for the diagnostics of names: what is declared, twice or not at all.
 */
import type { DiagnosticExample } from './example.js';

export const nameExamples = {
  'no-stack': {
    wrong: {
      files: {
        'main.stow': `volume data {}
`,
      },
    },
    right: {
      files: {
        'main.stow': `stack shop

volume data {}
`,
      },
    },
  },
  'duplicate-stack': {
    wrong: {
      files: {
        'main.stow': `stack shop
`,
        'more.stow': `stack store

volume data {}
`,
      },
    },
    right: {
      files: {
        'main.stow': `stack shop
`,
        'more.stow': `volume data {}
`,
      },
    },
  },
  'duplicate-name': {
    wrong: `param size: size = 64MiB
let size = 1GiB

container web {
  image: "registry.example.org/web:1"
  memory: size
}
`,
    right: `param size: size = 64MiB

container web {
  image: "registry.example.org/web:1"
  memory: size
}
`,
  },
  'shadowed-name': {
    wrong: `param region: string = "eu"

volume data for region in ["eu", "us"] {}

output place = region
`,
    right: `param region: string = "eu"

volume data for name in ["eu", "us"] {}

output place = region
`,
  },
  'invalid-name': {
    wrong: {
      files: {
        'main.stow': `stack Shop

volume data {}
`,
      },
    },
    right: {
      files: {
        'main.stow': `stack shop

volume data {}
`,
      },
    },
  },
  'undefined-name': {
    wrong: `param replicas: int = 2

output hosts = replcas * 2
output count = replicas
`,
    right: `param replicas: int = 2

output hosts = replicas * 2
output count = replicas
`,
  },
  'ambiguous-name': {
    wrong: `volume data {}
network data {}

output name = data.name
`,
    right: `volume data {}
network data {}

output name = volume.data.name
`,
  },
  'unknown-kind': {
    wrong: `service web {
  image: "registry.example.org/web:1"
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
}
`,
  },
  'unknown-function': {
    wrong: `output shout = uper("hello")
`,
    right: `output shout = upper("hello")
`,
  },
  'wrong-arguments': {
    wrong: `output hosts = join()
`,
    right: `output hosts = join(["a", "b"], ", ")
`,
  },
  'unknown-type': {
    wrong: `param name: strng = "shop"

output name = name
`,
    right: `param name: string = "shop"

output name = name
`,
  },
  cycle: {
    wrong: `container web {
  image: "registry.example.org/web:1"
  after: [api is started]
}

container api {
  image: "registry.example.org/api:1"
  after: [web is started]
}
`,
    right: `container web {
  image: "registry.example.org/web:1"
  after: [api is started]
}

container api {
  image: "registry.example.org/api:1"
  env: { WEB: web.hostname }
}
`,
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
