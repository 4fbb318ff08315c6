/* The ports that `stowage run` publishes. */
import type { Port } from '../../model/index.js';
import { UsageError } from '../command.js';

const form =
  /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]):)?(\d{1,5})(?:-(\d{1,5}))?:(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/;

/**
 * A port, or as many of the host as of the container.
 * @throws UsageError
 */
export function readPorts(given: string): readonly Port[] {
  const [, address, host, lastHost = host, container, last = container, protocol] =
    form.exec(given) ?? [];
  if (host === undefined || container === undefined) {
    throw new UsageError(`--publish takes [ADDRESS:]HOST:CONTAINER[/udp], or ranges, not ${given}`);
  }
  const count = Number(lastHost) - Number(host) + 1;
  if (count < 1 || count !== Number(last) - Number(container) + 1) {
    throw new UsageError(
      `--publish takes as many ports of the host as of the container, not ${given}`,
    );
  }
  return Array.from({ length: count }, (_, index) => ({
    host: Number(host) + index,
    container: Number(container) + index,
    ...(address !== undefined && { host_ip: address.replace(/^\[|\]$/g, '') }),
    ...((protocol === 'tcp' || protocol === 'udp') && { protocol }),
  }));
}
