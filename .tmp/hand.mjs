import { execFileSync, spawnSync } from 'node:child_process';
const r = spawnSync('/bin/bash', ['-c', process.env.HAND], { stdio: 'inherit' });
process.exitCode = r.status ?? 1;
