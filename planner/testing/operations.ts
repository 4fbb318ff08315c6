/*
 * What the simulated engine does and refuses, as Docker and the embedded engine do: names are
 * unique, what is in use stays, a port has one listener. Each operation is atomic and idempotent.
 */
import type { Operation } from '../../model/index.js';
import { createContainer, operateOnContainer, requiredContainer } from './container-operations.js';
import {
  buildImage,
  copyVolume,
  createNetwork,
  createVolume,
  pullImage,
  remove,
  restoreNetwork,
  tagImage,
  untagImage,
} from './object-operations.js';
import type { Behaviour } from './operation.js';
import { findContainer, isUp, type World } from './world.js';

/** Does one operation. @throws EngineError */
export function operate(world: World, operation: Operation, behaviour: Behaviour): void {
  switch (operation.op) {
    case 'build-image': {
      buildImage(world, operation);
      return;
    }
    case 'pull-image': {
      pullImage(world, operation);
      return;
    }
    case 'create-volume': {
      createVolume(world, operation);
      return;
    }
    case 'copy-volume': {
      copyVolume(world, operation);
      return;
    }
    case 'create-network': {
      createNetwork(world, operation);
      return;
    }
    case 'restore-network': {
      restoreNetwork(world, operation);
      return;
    }
    case 'create-container': {
      createContainer(world, operation);
      return;
    }
    case 'remove': {
      remove(world, operation.target);
      return;
    }
    case 'tag-image': {
      tagImage(world, operation);
      return;
    }
    case 'untag-image': {
      untagImage(world, operation);
      return;
    }
    case 'stop-container': {
      const container = findContainer(world, operation.target);
      if (container && isUp(container)) {
        container.state = 'exited';
        container.exitCode = 143;
      }
      return;
    }
    default: {
      operateOnContainer(world, requiredContainer(world, operation.target), operation, behaviour);
      return;
    }
  }
}
