import { checkUscc } from '../../parties/uscc.ts';
import type { Client } from './client.ts';

/** A party of the walk with its key; keys are good on the demo's database only. */
export interface Member {
  id: string;
  uscc: string;
  name: string;
  key: string;
  keyId: string;
  sites: { id: string; name: string }[];
}

export interface Office {
  name: string;
  key: string;
  keyId: string;
}

interface Role {
  /** First 17 characters of the credit code: the check character is computed. */
  code: string;
  name: string;
  kinds: string[];
  regionCode: string;
  licences?: { kind: string; number: string }[];
  /** Left out for the oil mill, so that a ledger of the demo has a gap to show. */
  contact?: { phone: string };
  sites: { name: string; kind: string; regionCode: string; stallNumber?: string; address?: string }[];
}

const role = (value: Role): Role => value;

/** Examples all of them: names say so, and the codes are of the form MA0DEM… with a valid check character. */
export const roles = {
  farm: role({
    code: '91330825MA0DEM101',
    name: '示例生猪养殖场',
    kinds: ['farm'],
    regionCode: '330825',
    contact: { phone: '0570-00000101' },
    sites: [{ name: '一号场', kind: 'farm', regionCode: '330825', address: '衢州市龙游县示例村1号' }],
  }),
  slaughterhouse: role({
    code: '91330110MA0DEM102',
    name: '示例屠宰分割厂',
    kinds: ['slaughterhouse', 'producer'],
    regionCode: '330110',
    licences: [{ kind: 'SC', number: 'SC10433011000022' }],
    contact: { phone: '0571-00000102' },
    sites: [{ name: '屠宰分割车间', kind: 'plant', regionCode: '330110', address: '杭州市余杭区示例路2号' }],
  }),
  distributor: role({
    code: '91330113MA0DEM103',
    name: '示例食材配送有限公司',
    kinds: ['distributor'],
    regionCode: '330113',
    contact: { phone: '0571-00000103' },
    sites: [{ name: '配送仓', kind: 'warehouse', regionCode: '330113', address: '杭州市临平区示例路3号' }],
  }),
  supermarket: role({
    code: '91330106MA0DEM104',
    name: '示例连锁超市有限公司',
    kinds: ['retailer'],
    regionCode: '330106',
    contact: { phone: '0571-00000104' },
    sites: [
      { name: '总部', kind: 'warehouse', regionCode: '330106' },
      { name: '城西店', kind: 'shop', regionCode: '330106', address: '杭州市西湖区示例路4号' },
      { name: '运河店', kind: 'shop', regionCode: '330105', address: '杭州市拱墅区示例路5号' },
    ],
  }),
  canteen: role({
    code: '12330108MA0DEM105',
    name: '示例学校食堂',
    kinds: ['canteen'],
    regionCode: '330108',
    contact: { phone: '0571-00000105' },
    sites: [{ name: '一食堂', kind: 'canteen', regionCode: '330108', address: '杭州市滨江区示例路7号' }],
  }),
  cooperative: role({
    code: '93330109MA0DEM106',
    name: '示例蔬菜专业合作社',
    kinds: ['cooperative', 'producer'],
    regionCode: '330109',
    contact: { phone: '0571-00000106' },
    sites: [{ name: '大棚与净菜间', kind: 'farm', regionCode: '330109', address: '杭州市萧山区示例路6号' }],
  }),
  stall: role({
    code: '92330110MA0DEM107',
    name: '示例摊主',
    kinds: ['retailer'],
    regionCode: '330110',
    sites: [{ name: '农批市场摊位', kind: 'stall', regionCode: '330110', stallNumber: 'A-12' }],
  }),
  oilMill: role({
    code: '91330502MA0DEM108',
    name: '示例油坊有限公司',
    kinds: ['producer'],
    regionCode: '330502',
    licences: [{ kind: 'SC', number: 'SC10233050200030' }],
    sites: [{ name: '榨油车间', kind: 'plant', regionCode: '330502', address: '湖州市吴兴区示例路8号' }],
  }),
  saucePlant: role({
    code: '91330602MA0DEM109',
    name: '示例酱品厂',
    kinds: ['producer'],
    regionCode: '330602',
    licences: [{ kind: 'SC', number: 'SC10333060200047' }],
    contact: { phone: '0575-00000109' },
    sites: [{ name: '酱料车间', kind: 'plant', regionCode: '330602', address: '绍兴市越城区示例路9号' }],
  }),
  jellyPlant: role({
    code: '91330481MA0DEM110',
    name: '示例果冻厂',
    kinds: ['producer'],
    regionCode: '330481',
    licences: [{ kind: 'SC', number: 'SC11333048100056' }],
    contact: { phone: '0573-00000110' },
    sites: [{ name: '果冻车间', kind: 'plant', regionCode: '330481', address: '嘉兴市海宁市示例路10号' }],
  }),
};
export type RoleName = keyof typeof roles;

const offices = {
  province: { name: '示例省级市场监督管理局', department: 'market', regionCode: '330000' },
  city: { name: '示例市级市场监督管理局', department: 'market', regionCode: '330100' },
};

export type Cast = Record<Exclude<RoleName, 'canteen'>, Member> & Record<keyof typeof offices, Office>;

/** A whole credit code from its first 17 characters (GB 32100). */
export function usccOf(code: string): string {
  const guess = checkUscc(`${code}0`);
  return guess.ok ? guess.uscc : code + (guess.expectedCheck ?? '');
}

/** Registers without a key, as anybody can; the authority approves and hands out the first key. */
export async function enrol(client: Client, office: Office, name: RoleName): Promise<Member> {
  const { code, ...fields } = roles[name];
  const uscc = usccOf(code);
  const made = await client.post<{ id: string; sites: Member['sites'] }>('/v1/parties', { body: { uscc, ...fields } });
  await client.post(`/v1/parties/${made.id}/approval`, { key: office.key, body: { outcome: 'approved', reason: '证照齐全' } });
  const key = await client.post<{ id: string; key: string }>(`/v1/parties/${made.id}/keys`, { key: office.key, body: { label: '演示' } });
  return { id: made.id, uscc, name: fields.name, key: key.key, keyId: key.id, sites: made.sites };
}

async function enter(client: Client, adminKey: string, securityKey: string, body: (typeof offices)['province']): Promise<Office> {
  const made = await client.post<{ id: string }>('/v1/authorities', { key: adminKey, body });
  const key = await client.post<{ id: string; key: string }>(`/v1/authorities/${made.id}/keys`, {
    key: securityKey,
    body: { label: '一号窗口' },
  });
  return { name: body.name, key: key.key, keyId: key.id };
}

/** The authorities and every party but the canteen, which comes later. */
export async function gather(client: Client, adminKey: string): Promise<Cast> {
  const security = await client.post<{ key: string }>('/v1/administrators', { key: adminKey, body: { role: 'security' } });
  const province = await enter(client, adminKey, security.key, offices.province);
  const city = await enter(client, adminKey, security.key, offices.city);
  const join = (name: RoleName) => enrol(client, province, name);
  return {
    province,
    city,
    farm: await join('farm'),
    slaughterhouse: await join('slaughterhouse'),
    distributor: await join('distributor'),
    supermarket: await join('supermarket'),
    cooperative: await join('cooperative'),
    stall: await join('stall'),
    oilMill: await join('oilMill'),
    saucePlant: await join('saucePlant'),
    jellyPlant: await join('jellyPlant'),
  };
}

/** A site of a member by its name. */
export function siteOf(member: Member, name: string): string {
  const site = member.sites.find((one) => one.name === name);
  if (!site) throw new Error(`${member.name} has no site ${name}`);
  return site.id;
}
