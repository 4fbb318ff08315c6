/* Platforms are read, spelt and chosen as containerd does. */
import t from 'tap';
import {
  choosePlatform,
  formatPlatform,
  isOfPlatform,
  isPlatform,
  parsePlatform,
  platformDistance,
  platformText,
  type Platform,
} from './platform.js';

t.test('each way to write a platform has one spelling', async (t) => {
  for (const [text, spelt] of [
    ['linux/amd64', 'linux/amd64'],
    ['linux/x86_64', 'linux/amd64'],
    ['Linux/AMD64/v1', 'linux/amd64'],
    ['linux/amd64/v3', 'linux/amd64/v3'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm64/8', 'linux/arm64'],
    ['linux/arm64/v9', 'linux/arm64/v9'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm/7', 'linux/arm/v7'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/i386', 'linux/386'],
    ['linux/riscv64', 'linux/riscv64'],
  ] as const) {
    t.equal(platformText(text), spelt, text);
    t.equal(platformText(spelt), spelt, 'and that is its own');
  }
});

t.test('what is no platform is said to be none, and why', async (t) => {
  for (const [text, problem] of [
    ['', /written as/],
    ['arm64', /written as/],
    ['linux/', /written as/],
    ['linux/arm/v7/more', /written as/],
    ['linux/arm64/', /written as/],
    ['windows/amd64', /another system/],
    ['linux/arm46', /not known; did you mean `linux\/arm64`/],
    ['linux/vax', /not known$/],
    ['linux/arm64/v7x', /variant that `arm64`/],
    ['linux/amd64/v5', /variant that `amd64`/],
    ['linux/riscv64/ x', /variant that `riscv64`/],
  ] as const) {
    const read = parsePlatform(text);
    if (isPlatform(read)) t.fail(`${text} is taken for ${formatPlatform(read)}`);
    else t.match(read.problem, problem, text);
    t.equal(platformText(text), text, 'its text stays as it is');
  }
});

const read = (text: string): Platform => {
  const platform = parsePlatform(text);
  if (!isPlatform(platform)) throw new Error(`${text} ${platform.problem}`);
  return platform;
};

t.test('the nearest level that runs there is chosen', async (t) => {
  const choose = (wanted: string, ...offered: readonly string[]): string | undefined =>
    choosePlatform(offered, read(wanted), read);
  t.equal(choose('linux/arm/v7', 'linux/amd64', 'linux/arm/v5', 'linux/arm/v6'), 'linux/arm/v6');
  t.equal(choose('linux/arm/v6', 'linux/arm/v7', 'linux/arm64'), undefined, 'none that is higher');
  t.equal(choose('linux/amd64/v3', 'linux/amd64/v4', 'linux/amd64'), 'linux/amd64');
  t.equal(choose('linux/arm64', 'linux/arm64/v9', 'linux/arm64/v8'), 'linux/arm64/v8');
  t.equal(choose('linux/amd64', 'linux/386'), undefined, 'another architecture is another');
  t.equal(choose('linux/amd64', 'linux/amd64/v3'), 'linux/amd64/v3', 'rather than nothing');
  t.equal(platformDistance(read('linux/riscv64'), read('linux/riscv64/rva23u64')), undefined);
});

t.test('an engine that tells no variant is believed', async (t) => {
  const told = { os: 'linux', architecture: 'arm' };
  t.ok(isOfPlatform(told, read('linux/arm/v6')));
  t.notOk(isOfPlatform({ ...told, variant: 'v7' }, read('linux/arm/v6')));
  t.notOk(isOfPlatform(told, read('linux/arm64')));
});
