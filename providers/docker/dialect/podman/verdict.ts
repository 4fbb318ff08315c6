/*
 * Podman's word on changes that the schema calls in place. Before 5.1 it set limits in the kernel alone:
 * it went on reporting the old ones and came back to them at the next start, and it had no way to another
 * restart policy. Limits are taken to be for good from the version on that can change that policy too.
 */
import { settingNames, type Change, type EngineReader } from '../../../../model/index.js';
import { compareVersions } from '../../client/versions.js';
import { fixes, verdict } from '../../verdict.js';

const keepsChanges = '5.1.0';
const limits = /^(?:memory|cpus|pids|restart)(?:$|[.[])/;

export function verdictOf(version: string): EngineReader['verdict'] {
  const keeps = compareVersions(version, keepsChanges) >= 0;
  return (kind, change, wanted) => {
    const general = verdict(kind, change, wanted);
    if (kind === 'volume' && change.path === 'name') {
      return {
        effect: 'replace',
        reason: 'Podman does not tell whom the files of a volume belong to',
      };
    }
    if (general.effect === 'replace') return general;
    if (fixes(['ipv4', 'ipv6'], change)) {
      return {
        effect: 'replace',
        reason: 'Podman does not tell an address that is fixed on a living container',
      };
    }
    if (ownsFile(change)) {
      return { effect: 'replace', reason: 'Podman does not tell who owns a file' };
    }
    const isUntold = settingNames.some((name) => name === change.path);
    if (!isUntold && (keeps || !limits.test(change.path))) return general;
    const what = change.path.split(/[.[]/)[0] ?? '';
    return {
      effect: 'replace',
      reason: `Podman ${version} cannot change ${what} of a living container for good`,
    };
  };
}

const ownsFile = ({ path }: Pick<Change, 'path'>): boolean =>
  /^(?:configs|secrets)\b.*\.[ug]id$/.test(path);
