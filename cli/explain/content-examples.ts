/*
 * Examples for the diagnostics of planning that speak of files behind bind mounts.
 */
import { planned, type PlanningExample } from './planning-example.js';

const web = (source: string): string => `stack shop

container web {
  image: "registry.example.org/web:1"
  mounts: [{ source: "${source}", target: "/etc/app", read_only: true }]
}
`;

export const contentExamples = {
  'content-not-compared': {
    wrong: planned(web('./files'), 'There is a film of 2 GiB in `files`.'),
    right: planned(web('./conf')),
  },
} as const satisfies Readonly<Record<string, PlanningExample>>;
