/*
 * Why a container of `stowage run` came to nothing, as an exit code: the convention of shells, `env` and docker, which
 * tell it by what the OCI runtime says, too. https://docs.docker.com/engine/containers/run/#exit-status
 */
import type { EngineError } from '../../model/index.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';

const notFound =
  /exec\w*\b.*(?:not found|no such file or directory)|which command to run|no command/is;
const notRunnable =
  /(?:exec|open).*(?:permission denied|operation not permitted|is a directory|exec format error|not executable)|for other processors/is;

export function notRunCode({ message, lines }: EngineError): ExitCode {
  const said = [message, ...lines].join('\n');
  if (notFound.test(said)) return exitCodes.notFound;
  return notRunnable.test(said) ? exitCodes.notRunnable : exitCodes.notRun;
}
