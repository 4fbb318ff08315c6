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

export const contentExamples = {
  'content-not-compared': {
    wrong: planned(web('./files'), 'There is a film of 2 GiB in `files`.'),
    right: planned(web('./conf')),
  },
  'signal-to-single-file': {
    wrong: planned(web('./app.conf', '  on_change: "signal"\n')),
    right: planned(web('./conf', '  on_change: "signal"\n')),
  },
} as const satisfies Readonly<Record<string, PlanningExample>>;
