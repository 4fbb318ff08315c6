/* The image that stacks of tests stand on: busybox of this machine under all of its names. */

/** @param more further lines of its declaration */
export const busyboxImage = (name: string, ...more: readonly string[]): string => `image ${name} {
  from: "scratch"
  context: "/bin"
  steps: [
    copy("busybox", "/bin/busybox"),
    run(["/bin/busybox", "--install", "-s", "/bin"]),
  ]
  env: { PATH: "/bin" }
${more.map((line) => `  ${line}\n`).join('')}}
`;
