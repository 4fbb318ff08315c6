/* `dist/stowage.js`: what a person starts. The bundler puts in which chunks belong to it. */
import { launch } from './launch.js';

declare const bundleDigest: string;

launch({ command: __filename, digest: bundleDigest, first: 'main.js' }, process.argv[2] ?? 'help');
