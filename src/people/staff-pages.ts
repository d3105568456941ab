import { z } from '@hono/zod-openapi';
import { staffPage } from '../pages/people-pages.ts';
import { langQuery, seeOther, send } from '../pages/regulator-desk.ts';
import { localeOf } from '../pages/text.ts';
import { rights as allRights, type PartyCaller, partyCaller, type Right } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { everybody, gone, html, languageOfCall, toSignIn, typed } from './page.ts';
import { refuseForeignForm } from './sessions.ts';
import { inviteStaff, keysOfStaff, removeStaff, staffOf } from './staff.ts';

const keepers = { who: ['party'], right: 'party', ownOnly: true } as const;

async function show(
  deps: Deps,
  call: Call,
  caller: PartyCaller,
  more: { status?: number; error?: string; form?: InviteForm; link?: string; cursor?: string | undefined } = {},
): Promise<Reply> {
  const { items, next } = await staffOf(deps, caller, caller.party.publicId, { cursor: more.cursor });
  const keys = await keysOfStaff(deps, caller, items, call.now);
  const view = {
    who: caller.party.natural ? '' : caller.party.name,
    people: items.map((one) => ({ ...one, rights: one.rights ?? [], keys: keys.get(one.id) ?? [] })),
    next,
    rights: caller.rights,
    error: more.error,
    ticked: more.form?.ticked ?? [],
    ...(more.form === undefined ? {} : { at: 'name', typed: more.form.name }),
    link: more.link,
  };
  return send(more.status ?? 200, staffPage(view, languageOfCall(call)));
}

/** What was typed and ticked in the form to invite. */
interface InviteForm {
  name: string;
  ticked: readonly Right[];
}

/** Does what a form asks; a refusal comes back on the page, with what was typed. */
async function onPage(deps: Deps, call: Call, run: (caller: PartyCaller) => Promise<Reply>, form?: InviteForm): Promise<Reply> {
  refuseForeignForm(call.request);
  const caller = partyCaller(call);
  try {
    return await run(caller);
  } catch (error) {
    if (!(error instanceof Problem) || ![403, 404, 409, 422].includes(error.status)) throw error;
    const told = error.detail[localeOf(languageOfCall(call))];
    return show(deps, call, caller, { status: error.status, error: told, ...(form === undefined ? {} : { form }) });
  }
}

const ticked = (right: Right) => `right-${right}` as const;
const rightFields = Object.fromEntries(allRights.map((right) => [ticked(right), typed(`Has the right ${right}`, '1', 5)])) as Record<
  `right-${Right}`,
  ReturnType<typeof typed>
>;

/** The people of a firm as a page. */
export function staffPageRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/staff',
      id: 'staffPage',
      tag: 'people',
      summary: 'People of the firm as a page',
      description: 'Who is invited and who is in; the form to invite. For who has the right party.',
      access: { ...everybody, ownOnly: true },
      query: langQuery.extend({ cursor: paging.cursor }),
      replies: { 200: html('The page'), 303: gone },
      handle: (call) => {
        const { caller } = call;
        if (caller.kind !== 'party' || !caller.rights.includes('party')) return Promise.resolve(toSignIn(call));
        return show(deps, call, caller, { cursor: call.query.cursor });
      },
    }),
    route({
      method: 'post',
      path: '/staff',
      id: 'inviteForm',
      tag: 'people',
      summary: 'Invite from the page',
      description: 'As POST /v1/parties/{party}/staff; the link is shown on the page, this once.',
      access: keepers,
      secret: true,
      bodyKind: 'form',
      query: langQuery,
      body: z.object({ name: typed('Name', '示例人员甲', 50), ...rightFields }),
      replies: { 200: html('The page with the link'), 409: html('Refused'), 422: html('Refused') },
      handle: (call) => {
        const name = (call.body.name ?? '').trim();
        const rights = allRights.filter((right) => call.body[ticked(right)] !== undefined);
        return onPage(
          deps,
          call,
          async (caller) => {
            if (name === '' || rights.length === 0)
              throw new Problem('invalid-input', { zh: '请填写姓名并至少选一项权限。', en: 'Give a name and at least one right.' });
            const made = await inviteStaff(deps, { ...call, params: { party: caller.party.publicId }, body: { name, rights } });
            return show(deps, call, caller, { link: (JSON.parse(made.body) as { link: string }).link });
          },
          { name, ticked: rights },
        );
      },
    }),
    route({
      method: 'post',
      path: '/staff/{id}/removal',
      id: 'removalForm',
      tag: 'people',
      summary: 'Remove a person from the page',
      description: 'As DELETE /v1/parties/{party}/staff/{id}; with `keys` ticked the keys the person made end too.',
      access: keepers,
      bodyKind: 'form',
      body: z.object({ keys: typed('End the keys it made', 'end', 5) }),
      query: langQuery,
      params: z.object({ id: z.string().max(40).openapi({ description: 'Id of the account', example: 'cT3kP9dWq2RnYb7x' }) }),
      replies: { 303: gone, 409: html('Refused') },
      handle: (call) =>
        onPage(deps, call, async (caller) => {
          const params = { party: caller.party.publicId, id: call.params.id };
          await removeStaff(deps, { ...call, params }, call.body.keys === 'end' ? 'end' : 'keep');
          return seeOther('/staff');
        }),
    }),
  ];
}
