import { batch, plant, release } from './examples.ts';
import { foodLaw, type Line, recordedOn, TODAY } from './lines.ts';
import type { SampleFacts } from './role-facts.ts';

const sampled = (takenOn: string, state: string) => {
  const sample: SampleFacts = {
    publicId: 'sample-1',
    number: 'CJ-1',
    kind: 'official',
    state,
    takenOn,
    retestUntil: null,
    agricultural: false,
    party: batch.party,
    site: plant,
    regionCode: plant.regionCode,
    enteredBy: 'party:lab/key1',
  };
  return recordedOn(TODAY, {
    ...batch,
    certificates: [release, { ...release, publicId: 'cert-9', kind: 'officialSample', conclusion: 'fail', sample }],
  });
};
const passed = (): ReturnType<typeof sampled> => {
  const event = sampled(TODAY, 'final');
  if (event.kind !== 'batch') return event;
  return {
    ...event,
    batch: { ...event.batch, certificates: event.batch.certificates.map((one) => ({ ...one, conclusion: 'pass' as const })) },
  };
};

export const line: Line = {
  over: sampled(TODAY, 'final'),
  under: passed(),
  finds: { weight: 'lead', occasion: 'sample/sample-1' },
  on: (day) => sampled(day, 'final'),
  ...foodLaw,
};
