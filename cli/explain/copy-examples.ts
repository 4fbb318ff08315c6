/*
 * Examples for the diagnostics of what images copy: contexts, `.dockerignore`, sources and targets.
 */
import { planned, type PlanningExample } from './planning-example.js';

const copying = (step: string, context = './app'): string => `stack shop

image app {
  from: "scratch"
  context: "${context}"
  steps: [${step}]
}
`;

const server = { 'app/server.js': 'serve()\n' };
const outside = { 'server.js': 'serve()\n', 'app/page.js': 'page()\n' };
const twice = { 'app/a/server.js': 'serve()\n', 'app/b/server.js': 'serveAll()\n' };
const two = { ...server, 'app/page.js': 'page()\n' };

export const copyExamples = {
  'context-unreadable': {
    wrong: planned(copying('copy(".", "/srv/")', './ap'), undefined, server),
    right: planned(copying('copy(".", "/srv/")'), undefined, server),
  },
  'context-unsupported': {
    wrong: planned(copying('copy(".", "/srv/")'), '`app/control` is a named pipe.', server),
    right: planned(copying('copy(".", "/srv/")'), undefined, {
      ...server,
      'app/.dockerignore': 'control\n',
    }),
  },
  'context-changed': {
    wrong: planned(
      copying('copy(".", "/srv/")'),
      'A program writes to `app/access.log` all the time.',
    ),
    right: planned(copying('copy(".", "/srv/")'), undefined, {
      ...server,
      'app/.dockerignore': '*.log\n',
    }),
  },
  'ignore-invalid': {
    wrong: planned(copying('copy(".", "/srv/")'), undefined, {
      ...server,
      'app/.dockerignore': 'logs/[a-\n',
    }),
    right: planned(copying('copy(".", "/srv/")'), undefined, {
      ...server,
      'app/.dockerignore': 'logs/[a-z]*\n',
    }),
  },
  'copy-source-missing': {
    wrong: planned(copying('copy("sevrer.js", "/srv/")'), undefined, server),
    right: planned(copying('copy("server.js", "/srv/")'), undefined, server),
  },
  'copy-source-ignored': {
    wrong: planned(copying('copy("server.js", "/srv/")'), undefined, {
      ...server,
      'app/.dockerignore': '*\n',
    }),
    right: planned(copying('copy("server.js", "/srv/")'), undefined, {
      ...server,
      'app/.dockerignore': '*\n!*.js\n',
    }),
  },
  'copy-source-outside': {
    wrong: planned(copying('copy("../server.js", "/srv/")'), undefined, outside),
    right: planned(copying('copy("server.js", "/srv/")', '.'), undefined, outside),
  },
  'copy-source-invalid': {
    wrong: planned(copying('copy("[a-", "/srv/")'), undefined, server),
    right: planned(copying('copy("[a-z]*.js", "/srv/")'), undefined, server),
  },
  'copy-target-not-directory': {
    wrong: planned(copying('copy("*.js", "/srv")'), undefined, two),
    right: planned(copying('copy("*.js", "/srv/")'), undefined, two),
  },
  'copy-clash': {
    wrong: planned(copying('copy("*/server.js", "/srv/")'), undefined, twice),
    right: planned(copying('copy("a", "/srv/a/"), copy("b", "/srv/b/")'), undefined, twice),
  },
} as const satisfies Readonly<Record<string, PlanningExample>>;
