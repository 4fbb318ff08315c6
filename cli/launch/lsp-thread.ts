/* `dist/lsp-worker.js`: the compiler's thread of the language server, which starts with a file of its own. */
import { launch } from './launch.js';

declare const bundleDigest: string;

launch({ command: __filename, digest: bundleDigest, first: 'lsp-worker.js' }, '_lsp-worker');
