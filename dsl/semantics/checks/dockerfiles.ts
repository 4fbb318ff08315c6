/*
 * Images that are built by a Dockerfile: what cannot stand beside it, and the Dockerfile itself, as far as
 * the host gives it to read. Its mistakes are shown in its own lines.
 */
import type { Diagnostic, Resource, ResourceOf, Span } from '../../../model/index.js';
import {
  dockerfileDiagnostics,
  neededBy,
  parseDockerfile,
  targetStage,
  type Dockerfile,
} from '../../../model/dockerfile/index.js';
import { nearestName } from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';
import type { LanguageHost } from '../../host.js';
import { joinPaths } from '../host-paths.js';
import { pathTo } from '../paths.js';
import { placeOf } from './clashes.js';

type Image = ResourceOf<'image'>;

/** Checks how every image says what it is made from. */
export function checkDockerfiles(
  resources: readonly Resource[],
  host: LanguageHost | undefined,
): Diagnostic[] {
  return resources.flatMap((resource) => {
    if (resource.kind !== 'image') return [];
    const conflicts = checkAttributes(resource);
    return conflicts.length > 0 ? conflicts : checkText(resource, host);
  });
}

const ofSteps = ['from', 'steps'] as const;
const ofDockerfile = ['target', 'args', 'secrets', 'bases'] as const;

function checkAttributes(image: Image): Diagnostic[] {
  const { spec, spans, address } = image;
  const says = (['dockerfile', 'dockerfile_inline'] as const).filter(
    (name) => spec[name] !== undefined,
  );
  const [one, other] = says;
  const conflict = (at: string, summary: string, beside: string): Diagnostic => {
    const label = spans[beside];
    return diagnose('conflicting-attributes', placeOf(image, at), {
      summary,
      labels: label ? [{ span: label, text: `\`${beside}\` is here` }] : [],
    });
  };
  if (one && other) return [conflict(other, `${address} has two Dockerfiles`, one)];
  if (one) {
    return ofSteps
      .filter((name) => spec[name] !== undefined)
      .map((name) => conflict(name, `${address} has both \`${name}\` and \`${one}\``, one));
  }
  // That there is neither has been said where it is written.
  if (spec.from === undefined) return [];
  return ofDockerfile
    .filter((name) => spec[name] !== undefined)
    .map((name) => conflict(name, `${address} has \`${name}\`, and no Dockerfile`, 'from'));
}

/** Checks the Dockerfile of an image, where it has one. */
function checkText(image: Image, host: LanguageHost | undefined): Diagnostic[] {
  const { spec } = image;
  if (spec.dockerfile_inline !== undefined) {
    const own = image.spans['dockerfile_inline'] ?? image.span;
    const file = 'dockerfile_inline';
    return checkDockerfile(image, spec.dockerfile_inline, file).map((diagnostic) =>
      // Its lines are those of a text in the stack's own file.
      diagnostic.span?.file === file ? inline(diagnostic, own) : diagnostic,
    );
  }
  if (spec.dockerfile === undefined || !host) return [];
  const path = joinPaths(spec.context ?? '.', spec.dockerfile).replace(/^\.\//, '');
  const read = host.readFile(path);
  if (read.kind === 'failed') {
    return [
      diagnose('dockerfile-missing', placeOf(image, 'dockerfile'), {
        summary: `the Dockerfile ${JSON.stringify(path)} cannot be read: ${read.reason}`,
        detail:
          'Its path is taken from the directory that `context` says, or from that of the stack.',
      }),
    ];
  }
  const text = new TextDecoder().decode(read.value);
  host.noteText?.(path, text);
  return checkDockerfile(image, text, path);
}

function inline(diagnostic: Diagnostic, span: Span): Diagnostic {
  const line = diagnostic.span?.start.line ?? 1;
  return { ...diagnostic, span, summary: `line ${line} of the Dockerfile: ${diagnostic.summary}` };
}

function checkDockerfile(image: Image, text: string, file: string): Diagnostic[] {
  const { dockerfile, problems } = parseDockerfile(text);
  if (problems.length > 0) return [...dockerfileDiagnostics(text, file, problems)];
  const { spec } = image;
  const target = targetStage(dockerfile, spec.target);
  if ('names' in target) {
    const { near, names } = target;
    const known =
      names.length > 0 ? `It has ${names.map((name) => `\`${name}\``).join(', ')}.` : undefined;
    return [
      diagnose('dockerfile-stage-unknown', placeOf(image, 'target'), {
        summary: `the Dockerfile has no stage ${JSON.stringify(spec.target)}`,
        detail: near === undefined ? known : `Did you mean \`${near}\`?`,
      }),
    ];
  }
  const platform = {
    TARGETPLATFORM: 'linux',
    BUILDPLATFORM: 'linux',
    TARGETARCH: 'any',
    TARGETOS: 'linux',
  };
  const needed = neededBy(dockerfile, target, spec.args ?? {}, platform);
  return [
    ...dockerfileDiagnostics(text, file, needed.problems),
    ...unusedArguments(image, dockerfile),
  ];
}

const proxies = /^(?:https?|ftp|no|all)_proxy$/i;

/** Arguments that no `ARG` asks for: another spelling is more likely than one too many. */
function unusedArguments(image: Image, { globals, stages }: Dockerfile): Diagnostic[] {
  const declared = [...globals, ...stages.flatMap(({ instructions }) => instructions)].flatMap(
    (instruction) => (instruction.kind === 'arg' ? instruction.args.map(({ name }) => name) : []),
  );
  return Object.keys(image.spec.args ?? {})
    .filter((name) => !declared.includes(name) && !proxies.test(name))
    .map((name) => {
      const near = nearestName(name, declared);
      return diagnose('dockerfile-argument-unknown', placeOf(image, pathTo('args', name), 'args'), {
        summary: `no \`ARG\` of the Dockerfile is called \`${name}\``,
        detail: near === undefined ? undefined : `Did you mean \`${near}\`?`,
      });
    });
}
