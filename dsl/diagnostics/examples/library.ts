/* Examples of what functions of the library say of the world around the stack. */
import type { DiagnosticExample } from './example.js';

export const libraryExamples = {
  'unreadable-file': {
    wrong: {
      files: {
        'main.stow': `stack shop

output greeting = file("motd.txt")
`,
      },
      beside: { 'conf/motd.txt': 'Welcome aboard\n' },
    },
    right: {
      files: {
        'main.stow': `stack shop

output greeting = file("conf/motd.txt")
`,
      },
      beside: { 'conf/motd.txt': 'Welcome aboard\n' },
    },
  },
  'unlisted-variable': {
    wrong: {
      files: {
        'main.stow': `stack shop

output commit = env("CI_COMMIT")
`,
      },
      environment: { CI_COMMIT: '4f2a9c1' },
    },
    right: {
      files: {
        'main.stow': `stack shop { environment: ["CI_COMMIT"] }

output commit = env("CI_COMMIT")
`,
      },
      environment: { CI_COMMIT: '4f2a9c1' },
    },
  },
  'missing-variable': {
    wrong: {
      files: {
        'main.stow': `stack shop { environment: ["CI_*"] }

output commit = env("CI_COMMIT")
`,
      },
    },
    right: {
      files: {
        'main.stow': `stack shop { environment: ["CI_*"] }

output commit = env("CI_COMMIT", "none")
`,
      },
    },
  },
} as const satisfies Readonly<Record<string, DiagnosticExample>>;
