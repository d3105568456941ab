/** A PNG of one grey dot; a comment behind it makes it another file of the same kind. */
export const dotPng = (comment = ''): Uint8Array =>
  new Uint8Array(
    Buffer.concat([
      Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==', 'base64'),
      Buffer.from(comment),
    ]),
  );

export type SlipFields = Record<string, string | readonly (string | Uint8Array)[]>;

/** A slip's form as a browser sends it that sends files too; bytes are files. */
export async function slipRequest(fields: SlipFields): Promise<{ raw: Uint8Array; headers: Record<string, string> }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of typeof value === 'string' ? [value] : value)
      if (typeof one === 'string') form.append(name, one);
      else form.append(name, new Blob([one as Uint8Array<ArrayBuffer>], { type: 'image/png' }), 'IMG_0001.png');
  const body = new Response(form);
  const headers = { 'Content-Type': body.headers.get('content-type') ?? '' };
  return { raw: new Uint8Array(await body.arrayBuffer()), headers };
}
