/** Where Kubernetes keeps quantities, which it may write in another way than they were given. */
const PLACES = /\.(limits|requests|capacity)\b|\.(sizeLimit|storage|divisor|averageValue)$/;

/** Powers of the suffixes (Kubernetes: pkg/api/resource/suffix.go). */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['', 1],
  ...['k', 'M', 'G', 'T', 'P', 'E'].map((unit, i) => [unit, 1000 ** (i + 1)] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((unit, i) => [unit, 1024 ** (i + 1)] as const),
]);

/** Whether two values are one quantity, e.g. `0.1` and `100m`. @internal */
export function isSameQuantity(a: unknown, b: unknown, path: string): boolean {
  const [one, other] = [a, b].map(valueOf);
  return (
    PLACES.test(path) &&
    one !== undefined &&
    other !== undefined &&
    // 0.1 and 100 times 0.001 are not the same number to a computer
    Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other))
  );
}

function valueOf(value: unknown): number | undefined {
  const [, number, unit = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(String(value)) ?? [];
  const factor = UNITS.get(unit);
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
