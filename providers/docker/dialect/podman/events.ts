/* What Podman says of what happens, in Docker's words. */
import type { EngineMessage } from '../../client/events.js';
import { familiar } from './names.js';

/** A network that a container joined or left is not named, so such a message says nothing. */
export function eventReport(message: EngineMessage): EngineMessage {
  const { type, action, attributes } = message;
  if (type === 'image') {
    return { ...message, attributes: { ...attributes, name: familiar(attributes['name'] ?? '') } };
  }
  return action === 'remove' ? { ...message, action: 'destroy' } : message;
}
