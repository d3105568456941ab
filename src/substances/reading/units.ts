/** What a unit measures: amounts of two dimensions are never compared. */
type Dimension = 'mass-fraction' | 'mass-per-volume' | 'colonies-per-mass' | 'colonies-per-volume' | 'mpn-per-mass' | 'mpn-per-volume';

interface Scale {
  readonly dimension: Dimension;
  /** Power of ten that turns an amount into the unit of the dimension: mg/kg, mg/L, CFU/g, CFU/mL, MPN/g, MPN/mL. */
  readonly power: number;
}

const MASS_POWER: Readonly<Record<string, number>> = { kg: 6, g: 3, mg: 0, μg: -3, ng: -6, pg: -9 };
const PER_MASS_POWER: Readonly<Record<string, number>> = { kg: 0, g: 3, '100g': 1, '10g': 2, mg: 6 };
const PER_VOLUME_POWER: Readonly<Record<string, number>> = { l: 0, ml: 3, '100ml': 1, dl: 1 };
const COUNT_PER_MASS_POWER: Readonly<Record<string, number>> = { g: 0, '100g': -2, '10g': -1, kg: -3 };
const COUNT_PER_VOLUME_POWER: Readonly<Record<string, number>> = { ml: 0, '100ml': -2, l: -3 };
/** Parts of a mass; in a liquid a laboratory may mean mass by volume, so these never meet mg/L. */
const PARTS: Readonly<Record<string, number>> = { '%': 4, '‰': 3, ppm: 0, ppb: -3, ppt: -6 };

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:微克|mcg|ug|µg)/u, 'μg'],
  [/^毫克/u, 'mg'],
  [/^纳克/u, 'ng'],
  [/^千克|^公斤/u, 'kg'],
  [/^克/u, 'g'],
  [/\/(?:千克|公斤)$/u, '/kg'],
  [/\/毫升$/u, '/ml'],
  [/\/升$/u, '/l'],
  [/\/(\d*)克$/u, '/$1g'],
  [/\/(\d*)毫升$/u, '/$1ml'],
];

/** One spelling of a unit (μg/kg for ug/kg, µg/kg, 微克/千克), lower case, without spaces; no amount is converted. */
export function unitKey(unit: string): string {
  let key = unit
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()]/g, '')
    .replace(/·?kg(?:-1|\^-1|⁻¹)$/u, '/kg');
  for (const [written, meant] of SPELLINGS) key = key.replace(written, meant);
  return key;
}

function scaleOf(key: string): Scale | null {
  const part = PARTS[key];
  if (part !== undefined) return { dimension: 'mass-fraction', power: part };
  const [above = '', below = '', ...more] = key.split('/');
  if (more.length > 0) return null;
  const mass = MASS_POWER[above];
  if (mass !== undefined) return scale(mass, below, 'mass-fraction', PER_MASS_POWER, 'mass-per-volume', PER_VOLUME_POWER);
  if (above === 'cfu') return scale(0, below, 'colonies-per-mass', COUNT_PER_MASS_POWER, 'colonies-per-volume', COUNT_PER_VOLUME_POWER);
  if (above === 'mpn') return scale(0, below, 'mpn-per-mass', COUNT_PER_MASS_POWER, 'mpn-per-volume', COUNT_PER_VOLUME_POWER);
  return null;
}

function scale(
  above: number,
  below: string,
  byMass: Dimension,
  masses: Readonly<Record<string, number>>,
  byVolume: Dimension,
  volumes: Readonly<Record<string, number>>,
): Scale | null {
  const mass = masses[below];
  if (mass !== undefined) return { dimension: byMass, power: above + mass };
  const volume = volumes[below];
  return volume === undefined ? null : { dimension: byVolume, power: above + volume };
}

/** A number moved by whole powers of ten in its decimal text, so that 300 μg/kg is exactly 0.3 mg/kg. */
function movedBy(value: number, power: number): number {
  const [digits, exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + power}`);
}

/**
 * An amount of one unit in another: mg/kg, µg/kg, g/100g, mg/100g, %, ppm and ppb of a mass; mg/L and its kin of a volume; colonies by g or mL.
 * Null where the two measure different things (mg/kg against mg/L) or a unit is not known. The same unit, known or not, is returned as it is.
 */
export function converted(value: number, from: string, to: string): number | null {
  const [source, target] = [unitKey(from), unitKey(to)];
  if (source === target) return value;
  const [left, right] = [scaleOf(source), scaleOf(target)];
  return left && right && left.dimension === right.dimension ? movedBy(value, left.power - right.power) : null;
}
