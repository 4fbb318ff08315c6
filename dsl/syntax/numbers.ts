/*
 * What begins with a digit: numbers, quantities, ports and addresses.
 */
import type { TokenType } from 'chevrotain';
import { push, type Reading } from './reading.js';
import * as t from './tokens.js';

const address = String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`;

/** In this order; the first that matches counts. */
const patterns: readonly (readonly [RegExp, TokenType])[] = [
  [new RegExp(`${address}/\\d+`, 'y'), t.Cidr],
  [new RegExp(`${address}:(?=[\\w(])`, 'y'), t.HostPrefix],
  [new RegExp(address, 'y'), t.Ip],
  [/\d+\/(?:tcp|udp)(?!\w)/y, t.Port],
  [/\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)(?!\w)/y, t.Float],
  [/\d+(?:\.\d+)?[A-Za-z_]\w*/y, t.Quantity],
];
const goesOn = /[\w/]|\.\d/y;

/** Reads the number, or whatever else begins with its digit. */
export function readNumber(reading: Reading): void {
  const { text, at } = reading;
  let end = at + 1;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end += 1;
  goesOn.lastIndex = end;
  let type = t.Int;
  if (goesOn.test(text)) {
    const found = patterns.find(([pattern]) => {
      pattern.lastIndex = at;
      return pattern.test(text);
    });
    if (found) {
      type = found[1];
      end = found[0].lastIndex;
    }
  }
  push(reading, type, at, end);
  reading.at = end;
}
