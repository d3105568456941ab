import { z } from '@hono/zod-openapi';
import { keyFields } from '../parties/keys.ts';
import { adminRoles, authorityRoles, rights } from '../platform/caller.ts';
import { paging, text } from '../platform/fields.ts';

export const personName = text(50, 'Name of the person; stays out of the ledger', '示例人员甲');
export const rightsField = z
  .array(z.enum(rights))
  .min(1)
  .max(rights.length)
  .openapi({
    description: 'What the person may do for the firm; who has `party` invites and removes others',
    example: ['batches', 'custody'],
  });
const role = z.enum([...adminRoles, ...authorityRoles]);

export const accountBody = z
  .strictObject({
    name: personName,
    role: role.optional().openapi({
      description: 'system, security or audit for an administrator; officer or inspector with `authority`; none with `party`',
      example: 'officer',
    }),
    authority: text(40, 'Id of the authority it acts for', 'aT3kP9dWq2RnYb7x').optional(),
    party: text(60, 'Id of the party it acts for, or uscc:…', 'V1StGXR8Z5jdHi6B').optional(),
    rights: rightsField.optional(),
  })
  .openapi('AccountRequest', { description: 'A person’s account to make' });
export const accountChangeBody = z
  .strictObject({
    role: role.optional().openapi({ description: 'Another role of the same kind of account', example: 'inspector' }),
    rights: rightsField.optional(),
  })
  .openapi('AccountChange', { description: 'What an account may do from now on' });
export const accountParams = z.object({ id: text(40, 'Id of the account', 'cT3kP9dWq2RnYb7x') });
export const accountQuery = z.strictObject({
  authority: text(40, 'Of this authority alone', 'aT3kP9dWq2RnYb7x').optional(),
  party: text(60, 'Of this party alone', 'V1StGXR8Z5jdHi6B').optional(),
  ...paging,
});
export const staffQuery = z.strictObject(paging);
export const endingQuery = z.strictObject({
  keys: z
    .enum(['keep', 'end'])
    .default('keep')
    .openapi({ description: '`end` revokes the keys of the firm that this person made', example: 'end' }),
});
export const changingQuery = z.strictObject({
  keys: z
    .enum(['keep', 'end'])
    .default('keep')
    .openapi({ description: '`end` revokes the keys this person made that may do more than it may now', example: 'end' }),
});
export const staffBody = z
  .strictObject({ name: personName, rights: rightsField })
  .openapi('StaffRequest', { description: 'Whom to invite' });
export const staffParams = z.object({
  party: text(60, 'Id of the party, or uscc:…', 'V1StGXR8Z5jdHi6B'),
  id: text(40, 'Id of the account', 'cT3kP9dWq2RnYb7x'),
});
export const staffChangeBody = z.strictObject({ rights: rightsField }).openapi('StaffChange', { description: 'Rights from now on' });
export const resetBody = z
  .strictObject({
    secondFactor: z.boolean().default(false).openapi({
      description: 'Also forget the second factor, when the phone is lost: it is set up anew after the password',
      example: false,
    }),
  })
  .openapi('ResetRequest', { description: 'What to reset' });

const fields = {
  id: z.string().openapi({ description: 'Id, as `actedBy` names it', example: 'cT3kP9dWq2RnYb7x' }),
  name: z.string().openapi({ description: 'Name of the person', example: '示例人员甲' }),
  role: role.nullable().openapi({ description: 'Role of an administrator or of an authority’s account', example: null }),
  rights: z
    .array(z.enum(rights))
    .nullable()
    .openapi({ description: 'Rights of a party’s account', example: ['batches'] }),
  state: z.enum(['invited', 'active', 'ended']).openapi({ description: 'invited until the link was followed', example: 'active' }),
  createdAt: z.string().openapi({ description: 'Made', example: '2026-11-05T09:00:00+08:00' }),
};
export const accountMadeReply = z
  .object({
    ...fields,
    link: z.string().openapi({
      description: 'Shown this once; whoever follows it first chooses login and password',
      example: 'https://…/invitation/ps_…',
    }),
    linkExpiresAt: z.string().openapi({ description: 'The link is good until', example: '2026-11-08T09:00:00+08:00' }),
  })
  .openapi('AccountMade', { description: 'The account and its link' });
export const accountListReply = z
  .object({
    items: z
      .array(
        z.object({
          ...fields,
          login: z.string().nullable().openapi({ description: 'What it signs in by', example: 'zhang.san' }),
          secondFactor: z.boolean().openapi({ description: 'Its second factor stands', example: true }),
        }),
      )
      .openapi({ description: 'Newest first', example: [] }),
    next: z.string().nullable().openapi({ description: 'Cursor of the next page; null at the end', example: null }),
  })
  .openapi('AccountList', { description: 'Accounts' });
export const endedReply = z
  .object({
    keys: z
      .array(z.object(keyFields))
      .openapi({ description: 'Keys of the firm this person made that still opened something; it may have kept them', example: [] }),
    keysEnded: z.boolean().openapi({ description: 'Whether they were revoked too', example: false }),
  })
  .openapi('AccountEnded', { description: 'The account is at its end' });
export const changedReply = z
  .object({
    keys: z
      .array(z.object(keyFields))
      .openapi({ description: 'Keys of the firm this person made that may do more than it may now', example: [] }),
    keysEnded: z.boolean().openapi({ description: 'Whether they were revoked', example: false }),
  })
  .openapi('AccountChanged', { description: 'The rights are changed' });
export const linkReply = z
  .object({
    link: z.string().openapi({ description: 'Shown this once; good for one new password', example: 'https://…/invitation/ps_…' }),
    linkExpiresAt: z.string().openapi({ description: 'The link is good until', example: '2026-11-05T10:00:00+08:00' }),
  })
  .openapi('ResetLink', { description: 'A one-time link to a new password' });
