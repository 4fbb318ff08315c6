/* What is said of images that were not found, wherever they are named. */
import type { Diagnostic, Span } from '../model/index.js';
import type { Unfound } from './find-image.js';

type Said = Pick<Diagnostic, 'code' | 'summary' | 'detail'>;

/** How an image that nobody has is spoken of. */
interface Missing {
  readonly code: string;
  /** Ends the sentence that there is no image so. */
  readonly what: string;
}

export function unfoundDiagnostic(
  name: string,
  unfound: Unfound,
  missing: Missing,
  span: Span,
): Diagnostic {
  return { ...unfoundText(name, unfound, missing), severity: 'error', span };
}

export function unfoundText(name: string, unfound: Unfound, { code, what }: Missing): Said {
  switch (unfound.kind) {
    case 'missing':
      return { code, summary: `there is no image ${what}`, detail: unfound.why };
    case 'other-platform':
      return {
        code: 'platform-missing',
        summary: `there is no image ${JSON.stringify(name)} for ${unfound.platform}`,
        detail: `${unfound.why} Nothing has been changed.`,
      };
    case 'failed': {
      const hint = unfound.hint === undefined ? '' : ` ${unfound.hint}`;
      return {
        code: 'registry-failed',
        summary: `what ${JSON.stringify(name)} stands for cannot be found out`,
        detail: `The engine does not have it, and it was not possible to ask its registry: ${unfound.why}.${hint}`,
      };
    }
    default:
      return unfound satisfies never;
  }
}
