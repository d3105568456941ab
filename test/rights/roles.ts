import { roles } from '../../src/ops/rights-docs.ts';
import { rights } from '../../src/platform/caller.ts';
import { ADMIN_KEY, type Ask, freshUscc, type TestApp } from '../app.ts';
import { sender } from './objects.ts';

/** How a role of the table calls, by the right an operation needs. */
export type Credential = (needed: string | undefined) => Pick<Ask, 'key' | 'headers'>;

/** Everybody in the columns of the table, each with what it calls by. */
export async function everybody(t: TestApp): Promise<Map<string, Credential>> {
  const must = sender(t);
  const security = await t.administrator('security');
  const producer = await t.party({ kinds: ['producer'] });
  const body = { uscc: freshUscc(), name: '示例待核食品厂', kinds: ['producer'], regionCode: '330110' };
  const applicant = (await t.request('POST', '/v1/parties', { body })).json;
  const pendingKey = (await must('POST', `/v1/parties/${applicant.id}/keys`, security, { label: 'pending' })).key as string;
  const keyOf =
    (key: string): Credential =>
    () => ({ key });

  /** A key for each right, which carries all but that one. */
  const lacking = async (make: (carried: string[]) => Promise<Pick<Ask, 'key' | 'headers'>>): Promise<Credential> => {
    const all = new Map<string, Pick<Ask, 'key' | 'headers'>>();
    for (const right of rights) all.set(right, await make(rights.filter((one) => one !== right)));
    return (needed = 'party') => all.get(needed) ?? {};
  };
  const delegate = async (carried: readonly string[]) => {
    const agent = await t.party({ kinds: ['distributor'] });
    await must('POST', `/v1/parties/${producer.id}/delegations`, producer.key, { to: agent.id, rights: carried });
    return { key: agent.key, headers: { 'X-Acting-For': producer.id } };
  };
  const agent = await delegate(rights);

  const found = new Map<string, Credential>([
    ['anonymous', () => ({})],
    ['pending', keyOf(pendingKey)],
    ['producer', keyOf(producer.key)],
    ['retailer', keyOf((await t.party({ kinds: ['retailer'] })).key)],
    ['laboratory', keyOf((await t.party({ kinds: ['laboratory'] })).key)],
    ['market', keyOf((await t.party({ kinds: ['marketOperator'] })).key)],
    ['delegate-without', await lacking(delegate)],
    ['delegate', () => agent],
    [
      'staff-without',
      await lacking(async (carried) => ({
        key: (await must('POST', `/v1/parties/${producer.id}/keys`, producer.key, { label: 'staff', rights: carried })).key as string,
      })),
    ],
    ['inspector', keyOf((await t.authority({ name: '示例市局', role: 'inspector' })).key)],
    ['officer', keyOf((await t.authority()).key)],
    ['other-department', keyOf((await t.authority({ name: '示例市农业农村局', department: 'agriculture' })).key)],
    ['other-region', keyOf((await t.authority({ name: '示例他市局', regionCode: '330200' })).key)],
    ['system', keyOf(ADMIN_KEY)],
    ['security', keyOf(security)],
    ['audit', keyOf(await t.administrator('audit'))],
  ]);
  for (const { id } of roles) if (!found.has(id)) throw new Error(`Nobody calls as ${id} (test/rights/roles.ts).`);
  return found;
}
