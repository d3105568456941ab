import { foldFullWidth, type Refusal, shown, type Warning } from '../platform/result.ts';

/** A division of Zhejiang. `city` is null for the province itself. */
export type Region = { code: string; name: string; city: string | null; province: '浙江省'; level: 'province' | 'city' | 'county' };

export type RegionCodeResult = { ok: true; code: string; warnings: Warning[] } | (Refusal & { ok: false });

/* GB/T 2260, first two digits. */
const PROVINCES = namesByCode(`
  11北京市 12天津市 13河北省 14山西省 15内蒙古自治区 21辽宁省 22吉林省 23黑龙江省
  31上海市 32江苏省 33浙江省 34安徽省 35福建省 36江西省 37山东省 41河南省
  42湖北省 43湖南省 44广东省 45广西壮族自治区 46海南省 50重庆市 51四川省 52贵州省
  53云南省 54西藏自治区 61陕西省 62甘肃省 63青海省 64宁夏回族自治区 65新疆维吾尔自治区 71台湾省
  81香港特别行政区 82澳门特别行政区
`);

/* Zhejiang: 11 cities, 90 counties (state of November 2024). Counties by the last two digits of their code. */
const ZHEJIANG: [code: string, city: string, counties: string][] = [
  [
    '330100',
    '杭州市',
    '02上城区 05拱墅区 06西湖区 08滨江区 09萧山区 10余杭区 11富阳区 12临安区 13临平区 14钱塘区 22桐庐县 27淳安县 82建德市',
  ],
  ['330200', '宁波市', '03海曙区 05江北区 06北仑区 11镇海区 12鄞州区 13奉化区 25象山县 26宁海县 81余姚市 82慈溪市'],
  ['330300', '温州市', '02鹿城区 03龙湾区 04瓯海区 05洞头区 24永嘉县 26平阳县 27苍南县 28文成县 29泰顺县 81瑞安市 82乐清市 83龙港市'],
  ['330400', '嘉兴市', '02南湖区 11秀洲区 21嘉善县 24海盐县 81海宁市 82平湖市 83桐乡市'],
  ['330500', '湖州市', '02吴兴区 03南浔区 21德清县 22长兴县 23安吉县'],
  ['330600', '绍兴市', '02越城区 03柯桥区 04上虞区 24新昌县 81诸暨市 83嵊州市'],
  ['330700', '金华市', '02婺城区 03金东区 23武义县 26浦江县 27磐安县 81兰溪市 82义乌市 83东阳市 84永康市'],
  ['330800', '衢州市', '02柯城区 03衢江区 22常山县 24开化县 25龙游县 81江山市'],
  ['330900', '舟山市', '02定海区 03普陀区 21岱山县 22嵊泗县'],
  ['331000', '台州市', '02椒江区 03黄岩区 04路桥区 22三门县 23天台县 24仙居县 81温岭市 82临海市 83玉环市'],
  ['331100', '丽水市', '02莲都区 21青田县 22缙云县 23遂昌县 24松阳县 25云和县 26庆元县 27景宁畲族自治县 81龙泉市'],
];

function namesByCode(text: string): Map<string, string> {
  return new Map(
    text
      .trim()
      .split(/\s+/)
      .map((entry) => [entry.slice(0, 2), entry.slice(2)]),
  );
}

const REGIONS = buildRegions();

function buildRegions(): Map<string, Region> {
  const regions = new Map<string, Region>();
  const enter = (region: Omit<Region, 'province'>) => regions.set(region.code, { ...region, province: '浙江省' });
  enter({ code: '330000', name: '浙江省', city: null, level: 'province' });
  for (const [code, city, counties] of ZHEJIANG) {
    enter({ code, name: city, city, level: 'city' });
    for (const [county, name] of namesByCode(counties)) enter({ code: code.slice(0, 4) + county, name, city, level: 'county' });
  }
  return regions;
}

/** The province, city or county of Zhejiang with this code, or null: outside Zhejiang, unknown or abolished. */
export function regionOf(code: string): Region | null {
  return REGIONS.get(code) ?? null;
}

/** The name of a known province prefix (GB/T 2260, first two digits of any longer code), or null. */
export function provinceName(code: string): string | null {
  return PROVINCES.get(code.slice(0, 2)) ?? null;
}

/**
 * A place for people: '杭州市余杭区', '杭州市', '浙江省'; other provinces by their name alone.
 * An unknown county falls back to its city, an unknown city to its province, an unknown province to the code itself.
 */
export function regionName(code: string): string {
  const region = regionOf(code) ?? regionOf(`${code.slice(0, 4)}00`);
  if (!region) return provinceName(code) ?? code;
  return region.level === 'county' ? `${region.city}${region.name}` : region.name;
}

/**
 * Checks a division code: 6 digits with a province prefix of GB/T 2260, else refused. A county of Zhejiang we do not know only warns,
 * since functional zones and newly drawn counties are in use before any list has them; other provinces' counties are not judged.
 */
export function validateRegionCode(text: string): RegionCodeResult {
  const code = foldFullWidth(text);
  if (!/^\d{6}$/.test(code) || provinceName(code) === null) {
    return {
      ok: false,
      found: shown(text),
      expected: {
        zh: '6 位行政区划代码（GB/T 2260），前两位为省级代码',
        en: 'a division code of 6 digits (GB/T 2260) that begins with a province',
      },
      fix: { zh: '例如杭州市余杭区填 330110', en: 'for example 330110 for Yuhang, Hangzhou' },
    };
  }
  return { ok: true, code, warnings: unknownCounty(code) };
}

/** The warning 'unknown-county' for a Zhejiang code that is not in the list; empty for every other code. */
export function unknownCounty(code: string): Warning[] {
  if (!code.startsWith('33') || regionOf(code)) return [];
  return [
    {
      code: 'unknown-county',
      message: {
        zh: `区划代码 ${shown(code)} 不在浙江省现行县（市、区）名录内，请核对（功能区、已调整的区划可忽略）`,
        en: `division code ${shown(code)} is not in the current list of Zhejiang counties; check it (functional zones and former counties may be ignored)`,
      },
    },
  ];
}

/**
 * Whether a place lies in a scope. A scope is a code whose trailing pairs of zeros are open: '330100' covers all of Hangzhou,
 * '330000' all of Zhejiang, '330110' only itself; the short forms '3301' and '33' mean the same. Anything else covers nothing.
 */
export function within(code: string, scope: string): boolean {
  const prefix = /^(?:\d{2}){1,3}$/.test(scope) ? scope.replace(/^((?:\d{2})*?)(?:00)*$/, '$1') : '';
  return prefix !== '' && /^\d{6}$/.test(code) && code.startsWith(prefix);
}
