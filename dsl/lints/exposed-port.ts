/*
 * A published port that says nothing of the address it listens on, and so listens on all: firewalls
 * of the host are often passed by. `0.0.0.0` written out says that it is meant.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import { placeOf } from '../semantics/checks/clashes.js';
import { before, containersOf, textAt, type Lint } from './lint.js';

export const exposedPort: Lint = (input) =>
  containersOf(input).flatMap((container) =>
    (container.spec.ports ?? []).flatMap((port, index) => {
      if (port.host_ip !== undefined) return [];
      const span = placeOf(container, `ports[${index}]`, 'ports');
      // Where the port is made by something else, the address has to be put in there.
      const isArrow = /^[\w(][^"]*->/s.test(textAt(input, span));
      const { host } = port;
      return diagnose('exposed-port', span, {
        summary: `port ${host} is open on every interface of the host`,
        detail: `Write \`127.0.0.1:${host}\` to serve this host only, or \`0.0.0.0:${host}\` to say that all are meant.`,
        fix: isArrow
          ? { title: 'listen on 127.0.0.1 only', span: before(span), text: '127.0.0.1:' }
          : undefined,
      });
    }),
  );
