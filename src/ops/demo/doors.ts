import { createSignInLink } from '../../parties/sign-in.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Narrator } from './narrate.ts';
import type { Walked } from './walk.ts';

/** How long the links of the walk wait to be used, in milliseconds. */
const A_WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** A code as it is mistyped: two neighbours that differ have changed places. */
export function mistyped(traceCode: string): string {
  const at = Array.from({ length: traceCode.length - 1 }, (_, i) => i).find(
    (i) => traceCode[i] !== traceCode[i + 1] && !traceCode.slice(i, i + 2).includes('-'),
  );
  if (at === undefined) throw new Error(`${traceCode} has no two neighbours that differ`);
  return traceCode.slice(0, at) + traceCode.charAt(at + 1) + traceCode.charAt(at) + traceCode.slice(at + 2);
}

/**
 * Prints an address for each kind of user. The sign-in links work once, and on this database only; the keys they stand for are never printed.
 * @param deps the service's, on the clock it goes on with
 */
export async function showDoors(deps: Deps, say: Narrator, walked: Walked): Promise<void> {
  const { cast, canteen, pork, cowpeas, sauce, openSlip, canteenSlip } = walked;
  const home = deps.publicUrl;
  const door = (zh: string, en: string, url: string) => say.line(`  ${zh} · ${en}\n      ${url}`);
  const signIn = async (zh: string, en: string, keyId: string) => door(zh, en, await createSignInLink(deps, keyId, A_WEEK_MS));
  say.line('\n━━ 打开看看 · what to open');
  say.line('消费者 · a shopper (no account)');
  door('香菇黄豆酱：未发现问题', 'sauce: no problem recorded', sauce.scanUrl);
  door('冷鲜猪后腿肉：已过保质期', 'pork: past its date', pork.leg.scanUrl);
  door('净菜豇豆（英文页面）', 'cowpeas, in English', `${cowpeas.scanUrl}?lang=en`);
  door('输错的追溯码', 'a mistyped code', `${home}/t/${mistyped(sauce.traceCode)}`);
  door('报告问题的表单', 'the form to report a problem', `${sauce.scanUrl}/report`);
  if (sauce.digitalLink !== null) door('同一瓶酱的 GS1 Digital Link', 'the same jar by its GS1 Digital Link', sauce.digitalLink);
  say.line('收货人 · whoever takes delivery (no account)');
  door('运河店尚未确认的随货单：可以当场确认', 'the slip nobody has confirmed: try it', openSlip.slipUrl);
  door('食堂已确认的28行随货单', 'the canteen’s slip of 28 lines', canteenSlip.slipUrl);
  say.line('登录链接，各用一次，只在本演示库有效 · sign-in links: once each, on this demo database only');
  await signIn('生产者：示例屠宰分割厂', 'producer: the slaughterhouse', cast.slaughterhouse.keyId);
  await signIn('零售商：示例连锁超市有限公司', 'retailer: the supermarket', cast.supermarket.keyId);
  await signIn('食堂：示例学校食堂', 'canteen: just registered', canteen.keyId);
  await signIn('监管部门：示例省级市场监督管理局', 'regulator: the province', cast.province.keyId);
  say.line('开发者 · developers');
  door('接口手册', 'the API to read', `${home}/docs`);
}
