/** Tenths of a degree Celsius at an instant (epoch ms). */
export interface Reading {
  at: number;
  c10: number;
}

/** The readings below the least or above the most of a range; an end that is null is open, both ends are inside. */
export function outOfRange(readings: readonly Reading[], { minC10, maxC10 }: { minC10: number | null; maxC10: number | null }): Reading[] {
  return readings.filter(({ c10 }) => (minC10 !== null && c10 < minC10) || (maxC10 !== null && c10 > maxC10));
}
