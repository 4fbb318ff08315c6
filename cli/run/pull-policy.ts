/* When `stowage run` asks a registry for its image. */
import { UsageError, valueOf, type Invocation } from '../command.js';

const policies = ['always', 'missing', 'never'] as const;

export type PullPolicy = (typeof policies)[number];

/** @throws UsageError */
export function pullPolicyOf(invocation: Invocation): PullPolicy {
  const given = valueOf(invocation, 'pull') ?? 'missing';
  const policy = policies.find((one) => one === given);
  if (policy !== undefined) return policy;
  throw new UsageError(`--pull takes ${policies.join(', ')}, not ${given}`);
}
