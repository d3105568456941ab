/** A reply that is a page. */
export const html = (description: string) => ({ description, mediaType: 'text/html' }) as const;
export const PAGE = html('The page');

/** Whoever comes: who must sign in first is led there and back, others to their own start page. */
export const everybody = { who: ['public', 'admin', 'authority', 'party'] } as const;
/** The same, and parties that wait for approval. */
export const everybodyWaiting = { ...everybody, pending: true } as const;

/** What is read at the desk, under filters in its address. */
export const deskReading = {
  method: 'get',
  tag: 'pages',
  access: everybodyWaiting,
  replies: {
    200: PAGE,
    303: { description: 'To sign-in, or to the page of a party' },
    422: html('A filter makes no sense'),
  },
} as const;
