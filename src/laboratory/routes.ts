import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { askRetest, nameRetestLaboratory, withdrawReport } from './ending.ts';
import { amendReport, reportResults } from './reports.ts';
import {
  amendmentBody,
  reasonBody,
  resultsBody,
  retestLaboratoryBody,
  sampleBody,
  samplePage,
  sampleParams,
  sampleQuery,
  sampleView,
} from './schemas.ts';
import { takeSample } from './taking.ts';
import { listSamples, readSample } from './views.ts';

const tag = 'laboratory';
const testers = { who: ['party', 'authority'], right: 'batches' } as const;
const readers = { who: ['party', 'authority'] } as const;

/** Samples, reports, retests. */
export function laboratoryRoutes(deps: Deps): Route[] {
  const step = { method: 'post', tag, access: testers, params: sampleParams } as const;
  const replies = { 201: { description: 'Recorded', schema: sampleView.partial() } };
  return [
    route({
      method: 'post',
      path: '/v1/samples',
      id: 'takeSample',
      tag,
      summary: 'Record a sample',
      description:
        'Who took a sample, from whom, of which batches, and which laboratory tests it. An authority samples in its region (official, quick); a party itself (client, quick); ' +
        'a market operator or laboratory also those that delegated to it. The sampled party made the goods, or has or had them.',
      access: testers,
      body: sampleBody,
      replies: { 201: { description: 'Recorded', schema: sampleView } },
      handle: (call) => takeSample(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/samples',
      id: 'listSamples',
      tag,
      summary: 'Samples of the caller',
      description:
        'Those it took, tests or was sampled for; an authority those of its region too, but for what parties had tested for themselves. Newest first.',
      access: readers,
      query: sampleQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: samplePage } },
      handle: (call) => listSamples(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/samples/{no}',
      id: 'readSample',
      tag,
      summary: 'One sample',
      description: 'With every report to it, amended and withdrawn ones too.',
      access: readers,
      params: sampleParams,
      replies: { 200: { description: 'The sample', schema: sampleView } },
      handle: (call) => readSample(deps, call),
    }),
    route({
      ...step,
      path: '/v1/samples/{no}/results',
      id: 'reportResults',
      summary: 'Report the result',
      description:
        'By the laboratory the sample went to; without one, or for an authority’s sample, by who took it; a retest by the laboratory named for it. The report becomes a document of the batches, and the rules see it; what a party other than their maker had tested for itself stays its own. ' +
        'A failing official sample is final only when the retest period is over (seven working days, five for agricultural samples) or the retest has failed; a quick test may be disputed for four hours and alone never grounds a band.',
      body: resultsBody,
      replies,
      handle: (call) => reportResults(deps, call),
    }),
    route({
      ...step,
      path: '/v1/samples/{no}/amendments',
      id: 'amendReport',
      summary: 'Amend the report',
      description:
        'A new report takes the place of the one in force, which stays readable; the goods are judged again. Another conclusion starts another period.',
      body: amendmentBody,
      replies,
      handle: (call) => amendReport(deps, call),
    }),
    route({
      ...step,
      path: '/v1/samples/{no}/withdrawal',
      id: 'withdrawReport',
      summary: 'Withdraw the report',
      description:
        'It no longer counts and stays readable; the goods are judged again and everybody concerned is told. A case that rests on it, decided or not, is marked and its office told; nothing is taken back by itself.',
      body: reasonBody,
      replies,
      handle: (call) => withdrawReport(deps, call),
    }),
    route({
      ...step,
      path: '/v1/samples/{no}/retest',
      id: 'askRetest',
      summary: 'Ask for a retest',
      description: 'By the sampled party, within the period. The conclusion then waits for the report of the retest.',
      body: reasonBody,
      replies,
      handle: (call) => askRetest(deps, call),
    }),
    route({
      ...step,
      path: '/v1/samples/{no}/retest-laboratory',
      id: 'nameRetestLaboratory',
      summary: 'Name the laboratory of the retest',
      description:
        'By who took the sample, once a retest was asked for; another may be named until it has reported. Whether the laboratory of the first test may make it is 待核实.',
      body: retestLaboratoryBody,
      replies,
      handle: (call) => nameRetestLaboratory(deps, call),
    }),
  ];
}
