import { describe, expect, it } from 'vitest';
import { readScreeningForm } from './screening-form.ts';

describe('the form of the page', () => {
  it('tells names from CAS numbers line by line, also from wrong ones', () => {
    const { request } = readScreeningForm({ names: '酚酞\r\n77-09-8\n CAS: 77-09-7\n７７－０９－８\n\nβ-受体激动剂\n77098' });
    expect(request).toEqual({ names: ['酚酞', 'β-受体激动剂', '77098'], cas: ['77-09-8', 'CAS: 77-09-7', '７７－０９－８'] });
  });

  it('asks nothing where nothing was typed', () => {
    expect(readScreeningForm({ names: ' \n ', ingredients: '' })).toEqual({ entered: {}, request: null, remarks: [] });
  });

  it('tells what it left out', () => {
    const { request, remarks } = readScreeningForm({ structures: 'C\n'.repeat(30), names: '糖\n'.repeat(300) });
    expect(request?.structures).toHaveLength(20);
    expect(request?.names).toHaveLength(200);
    expect(remarks.map((one) => one.en)).toEqual([
      'only the first 200 of 300 lines of names were screened',
      'only the first 20 of 30 lines of structures were screened',
    ]);
  });

  it('tells which lines it cut short', () => {
    const { request, remarks } = readScreeningForm({ names: `${'糖'.repeat(2_000)}酚酞` });
    expect(request?.names?.[0]).toHaveLength(2_000);
    expect(remarks.map((one) => one.en)).toEqual(['1 line(s) of names are longer than 2000 characters; what follows was not screened']);
  });

  it('takes a field that came twice as its lines', () => {
    expect(readScreeningForm({ names: ['酚酞', '西布曲明'] }).request).toEqual({ names: ['酚酞', '西布曲明'] });
  });
});
