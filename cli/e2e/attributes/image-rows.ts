/*
 * The attributes of images: for each, what a hand adds to the one that was built, in the words of a
 * Dockerfile, and puts under its name, with the labels that it had.
 */
import type { ImageSpec } from '../../../model/index.js';
import type { NoRow } from './rows.js';

export interface ImageRow {
  readonly instructions: readonly string[];
  /** Paths that read differently then; that of the attribute within the settings where nothing is said. */
  readonly shows?: readonly string[];
  /** Why it cannot be seen on Podman. */
  readonly notOnPodman?: string;
}

/** What all of them start from, beside its files. */
export const builtImage = {
  env: { MODE: 'right' },
  labels: { tier: 'image' },
  user: '1',
  workdir: '/srv',
  expose: ['80/tcp'],
  entrypoint: ['sh'],
  command: ['-c', 'true'],
  stop_signal: 'SIGINT',
  health: { test: ['true'], interval: 1000, timeout: 2000, start_period: 3000, retries: 4 },
} as const satisfies Partial<ImageSpec>;

const content = {
  none: 'it is what it is built from: with another one it has another content key',
};

/** The check with all that it has, since a builder takes the rest from the image below, or does not. */
function check(changes: Readonly<Record<string, string>>, command = '["true"]'): ImageRow {
  const times = { interval: '1s', timeout: '2s', 'start-period': '3s', retries: '4', ...changes };
  const flags = Object.entries(times).map(([name, value]) => `--${name}=${value}`);
  return { instructions: [`HEALTHCHECK ${flags.join(' ')} CMD ${command}`] };
}

/** By paths as docs/reference/attributes.md has them. */
export const imageRows: Readonly<Record<string, ImageRow | NoRow>> = {
  name: { none: 'the object is another one then; see the rows of the catalogue' },
  from: content,
  dockerfile: content,
  dockerfile_inline: content,
  target: content,
  args: content,
  secrets: { none: 'no image holds one' },
  bases: content,
  platform: { none: 'no instruction says it; see the scenario of platforms' },
  context: content,
  steps: content,
  env: { instructions: ['ENV MODE=wrong'], shows: ['config.env.MODE'] },
  workdir: { instructions: ['WORKDIR /other'] },
  user: { instructions: ['USER 7'] },
  expose: { instructions: ['EXPOSE 81/udp'] },
  entrypoint: { instructions: ['ENTRYPOINT ["sleep"]', 'CMD ["-c", "true"]'] },
  command: { instructions: ['CMD ["-c", "false"]'] },
  stop_signal: { instructions: ['STOPSIGNAL SIGQUIT'] },
  health: {
    instructions: ['HEALTHCHECK NONE'],
    shows: partsOf('test', 'interval', 'timeout', 'start_period', 'retries'),
  },
  'health.test': check({}, '["false"]'),
  'health.interval': check({ interval: '7s' }),
  'health.timeout': check({ timeout: '7s' }),
  'health.start_period': check({ 'start-period': '7s' }),
  'health.start_interval': check({ 'start-interval': '7s' }),
  'health.retries': check({ retries: '7' }),
  labels: { instructions: ['LABEL team=x'], shows: ['config.labels.team'] },
  tags: { none: 'a name is put on an image, not into it; see the rows of the catalogue' },
};

const untold = 'it does not tell that of an image';

/** What an image has beside its attributes, from a Dockerfile or from its base. */
export const imageSettingRows: Readonly<Record<string, ImageRow>> = {
  volumes: { instructions: ['VOLUME /data'] },
  shell: { instructions: ['SHELL ["/bin/busybox", "sh", "-c"]'], notOnPodman: untold },
  on_build: { instructions: ['ONBUILD RUN true'], notOnPodman: untold },
};

function partsOf(...parts: readonly string[]): readonly string[] {
  return parts.map((part) => `config.health.${part}`);
}
