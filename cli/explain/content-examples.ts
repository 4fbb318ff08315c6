/*
 * Examples for the diagnostics of planning that speak of files behind bind mounts.
 */
import { planned, type PlanningExample } from './planning-example.js';

const web = (source: string, more = ''): string => `stack shop

container web {
  image: "registry.example.org/web:1"
  mounts: [{ source: "${source}", target: "/etc/app", read_only: true }]
${more}}
`;

/** A container of an engine on another host. */
const elsewhere = (line: string): string => `stack shop
engine "ssh://me@host"

container web {
  image: "registry.example.org/web:1"
  ${line}
}
`;

export const contentExamples = {
  'mount-of-this-host': {
    wrong: planned(elsewhere('mounts: ["./app.conf" -> "/etc/app.conf"]')),
    right: planned(elsewhere('configs: [{ content: "mode = 1", target: "/etc/app.conf" }]')),
  },
  'content-not-compared': {
    wrong: planned(web('./files'), 'There is a film of 2 GiB in `files`.'),
    right: planned(web('./conf')),
  },
  'signal-to-single-file': {
    wrong: planned(web('./app.conf', '  on_change: "signal"\n')),
    right: planned(web('./conf', '  on_change: "signal"\n')),
  },
} as const satisfies Readonly<Record<string, PlanningExample>>;
