/*
 * The warnings of the lints: what is allowed and probably not meant. Each may be silenced by a
 * comment where it stands.
 */
import type { DiagnosticDescription } from '../../model/index.js';

const warning = (title: string, explanation: string): DiagnosticDescription => ({
  severity: 'warning',
  title,
  explanation,
});

export const lintCodes = {
  'unused-name': warning(
    'A name that nothing uses',
    'Remove it, or use it. Parameters of functions that begin with `_` are left unused on purpose, and a module counts as used where it makes something.',
  ),
  'needless-after': warning(
    'A condition of `after` that holds without it',
    'Another condition on the same container says as much or more, or an attribute refers to it and so orders the two.',
  ),
  'unpinned-image': warning(
    'An image that may be another one tomorrow',
    'A name without a tag, or with the tag `latest`, stands for whatever was put there last, so that the same files give different containers. Name a version or a digest. Images of the stack are pinned by their content.',
  ),
  'exposed-port': warning(
    'A port on every interface of the host',
    'A port without an address is open to everybody who reaches the host, past many firewalls. Write `127.0.0.1:` before it to serve the host only; `0.0.0.0:` says that every interface is meant, and is no warning.',
  ),
  'privileged-container': warning(
    'A container with all rights of the host',
    'A privileged container, or one with `cap_add: ["ALL"]`, is not kept apart from the host. Name the single capabilities that it needs.',
  ),
  'mounted-engine-socket': warning(
    'The socket of a container engine in a container',
    'Who speaks to the engine can start a container that has all of the host, so the socket is as good as root. A read-only mount changes nothing, since it is still written to.',
  ),
  'secret-in-environment': warning(
    'A secret in an environment variable',
    'Variables are shown to all who may inspect the container, and go to every program that it starts. Give the image a file instead, where it can read one.',
  ),
  'address-in-pool': warning(
    'A fixed address that the engine may give to another container',
    'Containers without a fixed address get a free one of the network. While the container with the fixed address is not running, that may be its own, and then it cannot start. Give all containers of the network fixed addresses, or none.',
  ),
  'redundant-interpolation': warning(
    'A string in quotes of its own',
    '`"${x}"` makes a string of `x`, which is one already.',
  ),
  'comparison-to-bool': warning(
    'A comparison with `true` or `false`',
    'A bool is a condition by itself, and `!` turns it around. Where a value may be null as well, comparing is right, and is no warning.',
  ),
  'unneeded-allow': warning(
    'A comment that allows what nobody warns of',
    'Remove it, so that a warning that comes later is seen.',
  ),
  'unknown-allow': warning(
    'A comment for Stowage that cannot be understood',
    'Warnings are silenced by `// stowage: allow CODE`, at the end of their line or on the line before, and by `// stowage: allow-file CODE` before the first declaration of a file. Several codes are parted by commas; what follows them is the reason. Errors cannot be silenced.',
  ),
} as const satisfies Readonly<Record<string, DiagnosticDescription>>;
