/* Measured amounts for people, who want three digits and not every byte. */

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `512B`, `1.46MiB`, `23.4GiB`, `117MiB`: rounded to three digits. */
export function amountText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)}${units[unit] ?? ''}`;
}

/** Seconds as a clock shows them: `0:07`, `12:34`, `3:05:00`, `2d 3:05:00`. */
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  const pad = (number: number): string => String(number).padStart(2, '0');
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24];
  const [minutes, rest] = [Math.floor(whole / 60) % 60, pad(whole % 60)];
  if (whole < 3600) return `${minutes}:${rest}`;
  const clock = `${hours}:${pad(minutes)}:${rest}`;
  return days === 0 ? clock : `${days}d ${clock}`;
}
