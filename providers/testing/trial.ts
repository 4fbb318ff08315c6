/*
 * A dockerd, or another engine behind its API, with an image, and an engine that speaks to it: what every test of the Docker provider
 * starts with.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  completeContainer,
  EngineError,
  imageReference,
  type ContainerSpec,
  type Engine,
  type EngineErrorCode,
  type ImageConfig,
  type Observation,
  type ObservedContainer,
  type Operation,
  type OperationOf,
  type Operator,
  type StepOutcome,
  type StepProgress,
  type Target,
} from '../../model/index.js';
import { openDocker } from '../docker/index.js';
import { startDockerd, type Dockerd } from './dockerd.js';
import { keepProgress, planShellImage, recordLabels, testStack } from './stack.js';

const run = promisify(execFile);

export interface Trial {
  readonly dockerd: Dockerd;
  readonly engine: Engine & Operator;
  /** A directory for contexts, sockets and binds. */
  readonly directory: string;
  /** Name and settings of an image with a shell. */
  readonly image: string;
  readonly config: ImageConfig;
  /** Runs the docker command, as somebody would by hand; gives what it printed. */
  readonly docker: (...args: readonly string[]) => Promise<string>;
  /** Runs the engine's own command. */
  readonly own: (...args: readonly string[]) => Promise<string>;
  readonly perform: (operation: Operation, progress?: StepProgress) => Promise<StepOutcome>;
  readonly observe: () => Promise<Observation>;
  /** @throws Error when the stack has no such container */
  readonly observed: (container: string) => Promise<ObservedContainer>;
  readonly creation: (spec: ContainerSpec) => OperationOf<'create-container'>;
  /** Makes a container that sleeps on no network, or does what `more` says. */
  readonly make: (name: string, more?: Partial<ContainerSpec>) => Promise<Target>;
  readonly makeNetwork: (name: string) => Promise<void>;
  readonly start: (target: Target) => Promise<StepOutcome>;
  readonly remove: (target: Target) => Promise<StepOutcome>;
  readonly end: () => Promise<void>;
}

/** @param start starts the engine that is tried */
export async function startTrial(start = () => startDockerd()): Promise<Trial> {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-trial-'));
  const dockerd = await start();
  const engine = await openDocker({ address: dockerd.address }).engine();
  const perform: Trial['perform'] = (operation, progress = keepProgress()) =>
    engine.perform(operation, directory, progress);
  const shell = await planShellImage(directory);
  await perform(shell.operation);
  const image = imageReference(shell.completed);
  const { config } = shell.completed;
  const observe: Trial['observe'] = () => engine.observe({ stack: testStack, names: [] });
  const creation: Trial['creation'] = (spec) => {
    const completed = completeContainer(spec, config);
    const labels = recordLabels('container.trial', spec, completed.labels);
    return { op: 'create-container', completed, labels };
  };
  const asleep = { image, command: ['sleep', '1000'], networks: {}, stop_timeout: 0 };
  return {
    dockerd,
    engine,
    directory,
    image,
    config,
    docker: async (...args) =>
      (await run('docker', ['-H', dockerd.address, ...args])).stdout.trim(),
    own: dockerd.command,
    perform,
    observe,
    observed: async (name) => {
      const { objects } = await observe();
      const found = objects.find((object) => object.kind === 'container' && object.name === name);
      if (found?.kind !== 'container') throw new Error(`${name} was not observed`);
      return found;
    },
    creation,
    make: async (name, more = {}) => {
      await perform(creation({ ...asleep, ...more, name }));
      return { kind: 'container', name };
    },
    makeNetwork: async (name) => {
      const labels = recordLabels(`network.${name}`, { name });
      await perform({ op: 'create-network', spec: { name }, labels });
    },
    start: (target) => perform({ op: 'start-container', target }),
    remove: (target) => perform({ op: 'remove', target }),
    end: async () => {
      await engine.close();
      await dockerd.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * The error that an action fails with.
 * @throws Error when it succeeds, or fails with another code
 */
export async function failure(
  code: EngineErrorCode,
  action: Promise<unknown>,
): Promise<EngineError> {
  const error: unknown = await action.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof EngineError && error.code === code) return error;
  throw new Error(`expected an error ${code}`, { cause: error });
}
