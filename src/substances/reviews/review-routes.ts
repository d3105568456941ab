import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/route.ts';
import { decideReview, listReviews, readReview } from './deciding.ts';
import { decisionBody, reviewListReply, reviewParams, reviewQuery, reviewReply } from './review-schemas.ts';

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
        'Names, substances and structures a person must judge, each once, with the batch it was first met in. An authority sees those of its region, an administrator all.',
      access: officers,
      query: reviewQuery,
      replies: { 200: { description: 'A page, newest first', schema: reviewListReply } },
      handle: (call) => listReviews(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/reviews/{id}',
      id: 'readReview',
      tag: 'substances',
      summary: 'One question of the review queue',
      description: 'With its decision, where there is one.',
      access: officers,
      params: reviewParams,
      replies: { 200: { description: 'The question', schema: reviewReply } },
      handle: (call) => readReview(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/reviews/{id}/decision',
      id: 'decideReview',
      tag: 'substances',
      summary: 'Decide a question',
      description:
        'With a reason (review.decided); a second decision is 409. `entry`, the body of POST /v1/substances, makes it a dated alias, class or substance in the same commit: only that changes what screening says. Whoever screens the same sees day, outcome and reason. What was decided is not asked again, until its entry is revoked.',
      access: officers,
      params: reviewParams,
      body: decisionBody,
      bodyReadByHandler: true,
      replies: { 200: { description: 'Decided', schema: reviewReply } },
      handle: (call) => decideReview(deps, call),
    }),
  ];
}
