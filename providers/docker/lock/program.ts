/*
 * The program that a lock runs: it reads its standard input to the end, and ends. A static ELF file
 * of a header, one segment and a handful of instructions, so that the lock needs no image of others.
 * The bytes were assembled with GNU as from the sources beside them and read back with objdump.
 */
import { EngineError } from '../../../model/index.js';

interface Machine {
  /** e_machine of the ELF header. */
  readonly number: number;
  readonly code: readonly number[];
}

/** By the engine's names of architectures. */
const machines: Readonly<Record<string, Machine>> = {
  amd64: {
    number: 62,
    code: [
      ...[0x31, 0xc0], //             loop: xor  %eax, %eax    read
      ...[0x31, 0xff], //                   xor  %edi, %edi    from standard input
      ...[0x48, 0x89, 0xe6], //             mov  %rsp, %rsi    onto the stack
      ...[0x6a, 0x40, 0x5a], //             push $64; pop %rdx as much as this
      ...[0x0f, 0x05], //                   syscall
      ...[0x85, 0xc0], //                   test %eax, %eax
      ...[0x7f, 0xf0], //                   jg   loop          while there is more
      ...[0x6a, 0x3c, 0x58], //             push $60; pop %rax exit
      ...[0x31, 0xff], //                   xor  %edi, %edi
      ...[0x0f, 0x05], //                   syscall
    ],
  },
  arm64: {
    number: 183,
    code: [
      ...[0x00, 0x00, 0x80, 0xd2], // loop: mov  x0, #0        from standard input
      ...[0xe1, 0x03, 0x00, 0x91], //       mov  x1, sp        onto the stack
      ...[0x02, 0x08, 0x80, 0xd2], //       mov  x2, #64       as much as this
      ...[0xe8, 0x07, 0x80, 0xd2], //       mov  x8, #63       read
      ...[0x01, 0x00, 0x00, 0xd4], //       svc  #0
      ...[0x1f, 0x00, 0x00, 0xf1], //       cmp  x0, #0
      ...[0x4c, 0xff, 0xff, 0x54], //       b.gt loop          while there is more
      ...[0xa8, 0x0b, 0x80, 0xd2], //       mov  x8, #93       exit, with what read gave
      ...[0x01, 0x00, 0x00, 0xd4], //       svc  #0
    ],
  },
};

/** Where the file is mapped, and the size of its two headers. */
const base = 0x400000n;
const headers = 120;

/**
 * The program for an architecture.
 * @throws EngineError `unsupported`
 */
export function lockProgram(architecture: string): Uint8Array {
  const machine = machines[architecture];
  if (!machine) {
    throw new EngineError(
      'unsupported',
      `Stowage has no lock for engines on ${architecture}; it has for ${Object.keys(machines).join(' and ')}`,
    );
  }
  const file = Buffer.alloc(headers + machine.code.length);
  // ELF header: 64 bits, little endian, version 1, executable.
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1], 0);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(machine.number, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(base + BigInt(headers), 24); // entry point
  file.writeBigUInt64LE(64n, 32); // program header follows
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  // Program header: load the whole file, to be read and executed.
  file.writeUInt32LE(1, 64);
  file.writeUInt32LE(5, 68);
  file.writeBigUInt64LE(base, 80);
  file.writeBigUInt64LE(base, 88);
  file.writeBigUInt64LE(BigInt(file.length), 96);
  file.writeBigUInt64LE(BigInt(file.length), 104);
  file.writeBigUInt64LE(0x1000n, 112);
  file.set(machine.code, headers);
  return file;
}
