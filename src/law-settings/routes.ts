import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { enterDirectoryRow, listDirectory } from './directory.ts';
import { endDirectoryRow } from './directory-end.ts';
import { enterInterruption, listInterruptions } from './interruptions.ts';
import {
  directoryBody,
  directoryEndBody,
  directoryListReply,
  directoryParams,
  directoryQuery,
  directoryReply,
  interruptionBody,
  interruptionListReply,
  interruptionReply,
  pageQuery,
  settingBody,
  settingListReply,
  settingQuery,
  settingReply,
} from './schemas.ts';
import { enterSetting, listSettings } from './settings.ts';

const administrator = { who: ['admin'] } as const;
const everyKnownCaller = { who: ['party', 'authority', 'admin'], pending: true } as const;

/** What administrators enter beside the data of the law: values with their source, rows of the directories, times of interruption. */
export function lawSettingRoutes(deps: Deps): Route[] {
  return [...settings(deps), ...directory(deps), ...interruptions(deps)];
}

function settings(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/settings',
      id: 'enterSetting',
      tag: 'law',
      summary: 'Enter a value of the law, or its published source',
      description:
        'Dated, with its source and the reason, in the chain `system` (law.set). Never overwritten: another setting for the same key and first day is 409. Without a source, with a key that is none or a value outside its unit, 422. A first day that has passed needs a source published by then (`publishedOn`). Only with a published source may an order cite what was 待核实.',
      access: administrator,
      body: settingBody,
      replies: { 201: { description: 'Entered', schema: settingReply } },
      handle: (call) => enterSetting(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/settings',
      id: 'listSettings',
      tag: 'law',
      summary: 'Values of the law that were entered',
      description: 'All of them, past and to come, newest first; what they make of the law is in GET /v1/law.',
      access: everyKnownCaller,
      query: settingQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: settingListReply } },
      handle: (call) => listSettings(deps, call),
    }),
  ];
}

function directory(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/directory',
      id: 'enterDirectoryRow',
      tag: 'law',
      summary: 'Enter a row of a directory',
      description:
        'A variety, or a subject (`duty/kind`), with the source it was published in, in the chain `system` (directory.set). Who is bound by it is bound from its first day on, which may have passed. The same row for a day it already covers is 409. Of a subject’s rows that name it bound and not bound, the one with the latest first day holds.',
      access: administrator,
      body: directoryBody,
      replies: { 201: { description: 'Entered', schema: directoryReply } },
      handle: (call) => enterDirectoryRow(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/directory/{id}/end',
      id: 'endDirectoryRow',
      tag: 'law',
      summary: 'End a row of a directory',
      description:
        'From a day on the row binds nobody any more: with the source that says so and the reason, in the chain `system` (directory.ended). The row stays as it was entered. What was recorded before is judged again in the background. A day the row does not cover is 422, a second end 409; from that day on the same row may be entered anew.',
      access: administrator,
      params: directoryParams,
      body: directoryEndBody,
      replies: { 201: { description: 'Ended', schema: directoryReply } },
      handle: (call) => endDirectoryRow(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/directory',
      id: 'listDirectory',
      tag: 'law',
      summary: 'Rows of the directories that were entered',
      description: 'Newest first; the rows that stand in the data are in GET /v1/law.',
      access: everyKnownCaller,
      query: directoryQuery,
      replies: { 200: { description: 'A page', schema: directoryListReply } },
      handle: (call) => listDirectory(deps, call),
    }),
  ];
}

function interruptions(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/interruptions',
      id: 'enterInterruption',
      tag: 'law',
      summary: 'Enter a time the service did not answer',
      description:
        'Clocks that run for parties stand still in it. Entered once it is over, in the chain `system` (interruption.recorded); one that overlaps another is 409, so that no time is taken off twice.',
      access: administrator,
      body: interruptionBody,
      replies: { 201: { description: 'Entered', schema: interruptionReply } },
      handle: (call) => enterInterruption(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/interruptions',
      id: 'listInterruptions',
      tag: 'law',
      summary: 'Times the service did not answer',
      description: 'Newest first.',
      access: everyKnownCaller,
      query: pageQuery,
      replies: { 200: { description: 'A page', schema: interruptionListReply } },
      handle: (call) => listInterruptions(deps, call),
    }),
  ];
}
