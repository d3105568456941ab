import type { Deps } from '../platform/deps.ts';
import type { DB } from '../store/schema.ts';

/** A party to be told outside the service, with what it left to be reached by. */
export interface Addressee {
  party: string;
  name: string;
  phone: string | null;
}

export interface ChannelMessage {
  /** The notice's id: the same message again carries the same id. */
  id: string;
  kind: string;
  /** Plain text of a length an SMS takes. */
  text: string;
  url: string;
}

/**
 * A way to reach parties that keep no program and read no inbox: SMS, mail, WeChat. None ships with the service, since each needs a contract with a
 * provider; an operator hands them in when it starts the service (`start(config, { channels })`). Signed webhooks and the in-app inbox are always there, and so are the call list and
 * the notice to print.
 */
export interface Channel {
  name: string;
  /** Never throws for a single message; what failed is logged by the channel and stays visible as not acknowledged. */
  send(to: Addressee, message: ChannelMessage): Promise<void>;
}

/** Sends notices of parties through every channel there is, after they were committed. */
export async function sendThroughChannels(deps: Deps, notices: readonly DB['notice'][]): Promise<void> {
  const channels = deps.channels ?? [];
  const toParties = notices.filter((notice) => notice.ownerKind === 'party');
  if (channels.length === 0 || toParties.length === 0) return;
  const ids = [...new Set(toParties.map((notice) => notice.ownerId))];
  const rows = await deps.store.read
    .selectFrom('party')
    .leftJoin('personal as phone', 'phone.commitment', 'party.contactPhone')
    .select(['party.id', 'party.publicId', 'party.name', 'party.natural', 'phone.value as phone'])
    .where('party.id', 'in', ids)
    .execute();
  const parties = new Map(rows.map((row) => [row.id, row]));
  for (const notice of toParties) {
    const party = parties.get(notice.ownerId);
    if (!party) continue;
    const message = {
      id: notice.publicId,
      kind: notice.kind,
      text: (JSON.parse(notice.body) as { text: { zh: string } }).text.zh,
      url: `${deps.publicUrl}/${notice.subjectType}s/${notice.subjectCode}`,
    };
    const to = { party: party.publicId, name: party.natural === 1 ? '' : party.name, phone: party.phone };
    for (const channel of channels)
      await channel
        .send(to, message)
        .catch((error) => deps.log.warn('channel', { channel: channel.name, notice: notice.publicId, error: String(error) }));
  }
}
