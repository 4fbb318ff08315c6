// Running other programs from the scripts, and knowing whether a script was itself started as one.
// No shell is involved: arguments reach the program as they are.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { root } from './sources.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 128 + number after a signal, 127 when the program is not there
 * @property {string} stdout what it printed, when captured
 * @property {string} stderr what it complained of, when captured
 */

/** Whether the module with this URL is the program that Node was started with.
 * @param {string} url */
export function runsAsCommand(url) {
  const program = process.argv[1];
  return program !== undefined && pathToFileURL(realpathSync(program)).href === url;
}

/**
 * Runs a program in the repository's root with our terminal, and waits for it.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [environment] variables beside those of this process
 * @returns {Promise<number>} its exit code
 */
export async function run(program, args, environment = {}) {
  return (await start(program, args, environment, 'inherit')).code;
}

/**
 * Runs a program in the repository's root and keeps what it prints.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<Outcome>}
 */
export function capture(program, args, environment = {}) {
  return start(program, args, environment, 'pipe');
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @param {'inherit' | 'pipe'} output
 * @returns {Promise<Outcome>}
 */
function start(program, args, environment, output) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: [output === 'pipe' ? 'ignore' : 'inherit', output, output],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') {
        resolve({ code: 127, stdout, stderr: `${program}: not found` });
      } else {
        reject(error);
      }
    });
    child.on('close', (code, signal) => {
      resolve({ code: code ?? exitCodeOf(signal), stdout, stderr });
    });
  });
}

/**
 * The exit code by which a shell reports a death by signal.
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(signal) {
  return signal === null ? 1 : 128 + constants.signals[signal];
}
