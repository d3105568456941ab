import { wantsCsv } from '../../enforcement/csv.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/route.ts';
import { askReview } from './asking.ts';
import { decideReview, listReviews, readReview } from './deciding.ts';
import { askBody, decisionBody, reviewListReply, reviewPageReply, reviewParams, reviewQuery, reviewReply } from './review-schemas.ts';
import { reviewsAsCsv } from './reviews-csv.ts';

const officers = { who: ['admin', 'authority'] } as const;

/** What screening leaves to people. */
export function reviewRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/reviews',
      id: 'listReviews',
      tag: 'substances',
      summary: 'The review queue',
      description:
        'Names and substances of ingredients and results that a person must judge, each once, with the batch it was first met in; and structures that officers put. An authority sees those of its region, an administrator all. As CSV (`Accept: text/csv` or `format=csv`) all of it.',
      access: officers,
      query: reviewQuery,
      replies: { 200: { description: 'A page, newest first', schema: reviewListReply } },
      handle: async (call) => (wantsCsv(call.request, call.query.format) ? reviewsAsCsv(deps, call) : listReviews(deps, call)),
    }),
    route({
      method: 'post',
      path: '/v1/reviews',
      id: 'askReview',
      tag: 'substances',
      summary: 'Put a question about a structure',
      description:
        'Records carry no structures: POST /v1/screenings screens them, and what a person must judge of one an officer puts here, with a reason (review.asked). Of the office’s region; of an administrator, of the province. A structure that cannot be read is refused; the same question again is 409, also when it was decided.',
      access: officers,
      body: askBody,
      replies: { 201: { description: 'Put', schema: reviewReply } },
      handle: (call) => askReview(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/reviews/{id}',
      id: 'readReview',
      tag: 'substances',
      summary: 'One question of the review queue',
      description: 'With its decision, where there is one, and the batches of the caller’s regions that put it.',
      access: officers,
      params: reviewParams,
      replies: { 200: { description: 'The question', schema: reviewPageReply } },
      handle: (call) => readReview(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/reviews/{id}/decision',
      id: 'decideReview',
      tag: 'substances',
      summary: 'Decide a question',
      description:
        'With a reason (review.decided); a second decision is 409. `entry`, the body of POST /v1/substances, makes it a dated alias, class or substance in the same commit: only that changes what screening says. Whoever screens the same sees day and outcome; offices and administrators see the reason too. An entry that would strike what is lawful, or many stored products, is 409 with the counts until it has `confirm: true`. What was decided is not asked again, until its entry is revoked.',
      access: { ...officers, officer: true },
      params: reviewParams,
      body: decisionBody,
      bodyReadByHandler: true,
      replies: { 200: { description: 'Decided', schema: reviewReply } },
      handle: (call) => decideReview(deps, call),
    }),
  ];
}
