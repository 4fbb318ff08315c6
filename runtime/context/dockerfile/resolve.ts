/*
 * From an image with a Dockerfile to its completed spec and the stages that builders carry out. Reads the
 * Dockerfile and just the files that it copies; writes nothing. The content key is over what the
 * instructions mean: comments, formatting and stages that nothing needs do not count.
 */
import { resolve } from 'node:path';
import {
  askedPlatform,
  formatPlatform,
  normalPlatform,
  type Checked,
  type Diagnostic,
  type ImageSpec,
  type Platform,
} from '../../../model/index.js';
import {
  dockerfileDiagnostics,
  neededBy,
  parseDockerfile,
  targetStage,
} from '../../../model/dockerfile/index.js';
import { ownPlatform } from '../../oci-image/index.js';
import type { ResolveOptions } from '../options.js';
import { lowerAll } from './lower-all.js';
import type { StageProblem } from './lower-stage.js';
import { openContext } from './open-context.js';
import { inlineName, readDockerfile } from './read-file.js';
import { summarise, type FromDockerfile } from './summary.js';

export const isByDockerfile = ({ dockerfile, dockerfile_inline: inline }: ImageSpec): boolean =>
  dockerfile !== undefined || inline !== undefined;

/** @throws what reading the context throws */
export async function resolveDockerfile(
  spec: ImageSpec,
  options: ResolveOptions,
): Promise<Checked<FromDockerfile>> {
  const read = readDockerfile(spec, options.directory);
  if ('failed' in read) {
    const span = options.spans?.['dockerfile'] ?? options.spans?.['name'];
    const summary = `the Dockerfile ${JSON.stringify(read.shown)} cannot be read`;
    const detail =
      read.failed === 'ENOENT' ? 'There is no such file.' : `The system says ${read.failed}.`;
    return {
      diagnostics: [
        { code: 'dockerfile-missing', severity: 'error', summary, detail, ...(span && { span }) },
      ],
    };
  }
  const { text, shown, rules } = read;
  const tell = (problems: readonly StageProblem[]): readonly Diagnostic[] =>
    dockerfileDiagnostics(text, shown, problems).map(({ span, ...diagnostic }) => {
      // What is written in the stack's own files is found there.
      const at = shown === inlineName ? options.spans?.[inlineName] : span;
      return { ...diagnostic, ...(at && { span: at }) };
    });
  const { dockerfile, problems } = parseDockerfile(text);
  if (problems.length > 0) return { diagnostics: tell(problems) };
  const target = targetStage(dockerfile, spec.target);
  if ('names' in target) {
    return { diagnostics: [unknownTarget(spec.target ?? '', target.near, options)] };
  }
  const given = spec.args ?? {};
  const predefined = await platformArguments(text, askedPlatform(spec.platform), options);
  const needed = neededBy(dockerfile, target, given, predefined);
  if (needed.problems.length > 0) return { diagnostics: tell(needed.problems) };
  const context = openContext(resolve(options.directory, spec.context ?? '.'), rules);
  const found: StageProblem[] = [];
  try {
    const lowered = await lowerAll(
      { spec, options, dockerfile, needed, predefined, context, shown, text },
      found,
    );
    if (found.length > 0 || !lowered) return { diagnostics: tell(found) };
    return { value: summarise(spec, dockerfile, needed, lowered), diagnostics: [] };
  } finally {
    await context.close();
  }
}

function unknownTarget(
  target: string,
  near: string | undefined,
  { spans }: ResolveOptions,
): Diagnostic {
  const span = spans?.['target'] ?? spans?.['name'];
  return {
    code: 'dockerfile-stage-unknown',
    severity: 'error',
    summary: `the Dockerfile has no stage ${JSON.stringify(target)}`,
    ...(near !== undefined && { detail: `Did you mean \`${near}\`?` }),
    ...(span && { span }),
  };
}

/** Arguments that name what is built for; asked for only where the text may use them. */
async function platformArguments(
  text: string,
  target: Platform | undefined,
  { platform }: ResolveOptions,
): Promise<Readonly<Record<string, string>>> {
  if (!/TARGET|BUILD/.test(text) && !text.includes('--platform')) return {};
  const build = normalPlatform((await platform?.()) ?? ownPlatform);
  return { ...namesOf('TARGET', target ?? build), ...namesOf('BUILD', build) };
}

function namesOf(side: string, platform: Platform): Readonly<Record<string, string>> {
  const { os, architecture, variant = '' } = platform;
  return {
    [`${side}PLATFORM`]: formatPlatform(platform),
    [`${side}OS`]: os,
    [`${side}ARCH`]: architecture,
    [`${side}VARIANT`]: variant,
  };
}
