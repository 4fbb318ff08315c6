/*
 * The settings of an image that Docker's configs have beside those of OCI: its health check, its shell,
 * and instructions for images that are built on it. Both directions. Times are nanoseconds there.
 * https://github.com/moby/docker-image-spec/blob/main/spec.md
 */
import { normalImageHealth, type ImageConfig, type ImageHealth } from '../../model/index.js';

export interface DockerSettings {
  readonly Healthcheck?:
    | {
        readonly Test: readonly string[];
        readonly Interval: number;
        readonly Timeout: number;
        readonly StartPeriod: number;
        readonly StartInterval: number;
        readonly Retries: number;
      }
    | undefined;
  readonly Shell: readonly string[];
  readonly OnBuild: readonly string[];
}

type Beside = Pick<ImageConfig, 'health' | 'shell' | 'on_build'>;

const nanoseconds = 1e6;
const defaultShell = JSON.stringify(['/bin/sh', '-c']);

export function settingsFromDocker({ Healthcheck: check, Shell, OnBuild }: DockerSettings): Beside {
  const health =
    check &&
    normalImageHealth({
      test: check.Test,
      interval: check.Interval / nanoseconds,
      timeout: check.Timeout / nanoseconds,
      start_period: check.StartPeriod / nanoseconds,
      start_interval: check.StartInterval / nanoseconds,
      retries: check.Retries,
    });
  return {
    ...(health && health.test.length > 0 && { health }),
    ...(Shell.length > 0 && JSON.stringify(Shell) !== defaultShell && { shell: Shell }),
    ...(OnBuild.length > 0 && { on_build: OnBuild }),
  };
}

export function dockerSettings({ health, shell, on_build: onBuild }: Beside): object {
  return {
    ...(health && { Healthcheck: checkOf(health) }),
    ...(shell && { Shell: shell }),
    ...(onBuild && onBuild.length > 0 && { OnBuild: onBuild }),
  };
}

function checkOf(health: ImageHealth): object {
  const { test, interval, timeout, start_period, start_interval, retries } = health;
  return {
    Test: test,
    ...(interval !== undefined && { Interval: interval * nanoseconds }),
    ...(timeout !== undefined && { Timeout: timeout * nanoseconds }),
    ...(start_period !== undefined && { StartPeriod: start_period * nanoseconds }),
    ...(start_interval !== undefined && { StartInterval: start_interval * nanoseconds }),
    ...(retries !== undefined && { Retries: retries }),
  };
}
