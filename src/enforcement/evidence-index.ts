import type { EvidencePack } from './evidence.ts';

const MARKS: Record<string, string> = { yes: '已读原文', secondary: '据转述', no: '待核实' };

/** The pack's table of contents in Chinese, a line an item: to be read and printed without a program. */
export function indexOf(pack: Omit<EvidencePack, 'index'>): string[] {
  return [...headOf(pack), ...factLines(pack), ...lawLines(pack), ...stepLines(pack), ...paperLines(pack), ...ledgerLines(pack)];
}

function headOf({ case: file, madeAt }: Omit<EvidencePack, 'index'>): string[] {
  return [
    '证据材料目录',
    `案件：${file.id}　${file.title}　状态：${file.state}`,
    `当事人：${file.party.name}${file.party.uscc === null ? '' : `（${file.party.uscc}）`}`,
    `办理机关：${file.authority?.name ?? ''}　办案人员：${file.officers.join('、')}`,
    `生成时间：${madeAt}。线索是记录与条文的对照，不是认定；认定由办案机关作出。`,
    '',
  ];
}

function factLines({ facts }: Omit<EvidencePack, 'index'>): string[] {
  const lines = facts.flatMap((fact, i) => [
    `${i + 1}. 线索 ${fact.violation}（行为日 ${fact.actOn}，${fact.subject.type} ${fact.subject.id}）：${fact.message}`,
    ...fact.evidence.map(
      (one) => `   - ${one.fact}：${one.value}；应为：${one.expected}；录入：${one.enteredByName ?? ''}（${one.enteredBy}）`,
    ),
    `   - 账目：${fact.entries.map((entry) => `${entry.chain} 第${entry.seq}条`).join('、') || '无'}`,
  ]);
  return [`一、事实（${facts.length}条线索）`, ...lines, ''];
}

function lawLines({ law, settings }: Omit<EvidencePack, 'index'>): string[] {
  const lines = law.flatMap((day) => [
    `行为日 ${day.actOn} 的法律：`,
    ...day.citations.map(
      (one) =>
        `   - ${one.text}；${MARKS[one.confirmed] ?? one.confirmed}；来源：${one.source}；自 ${one.effectiveFrom} 施行；最近核对 ${one.lastConfirmedOn}`,
    ),
  ]);
  const set = settings.map(
    (one) => `   - 管理员录入：${one.key} 自 ${one.from}；来源：${one.source}；公布日：${one.publishedOn ?? '未载明'}`,
  );
  return ['二、法律依据', ...lines, ...set, ''];
}

function stepLines({ case: file, statements }: Omit<EvidencePack, 'index'>): string[] {
  const steps = file.steps.map((step) => `${step.n}. ${step.kind}　${step.at}　${step.by}`);
  const said = statements.map((one, i) => `陈述申辩 ${i + 1}. ${one.at}（${one.kind}，${one.by}）：${one.text}`);
  return ['三、办理程序', ...steps, ...(said.length > 0 ? said : ['当事人未提出陈述、申辩。']), ''];
}

function paperLines({ certificates, files }: Omit<EvidencePack, 'index'>): string[] {
  const papers = certificates.map(
    (one) =>
      `   - ${one.kind} ${one.number ?? ''}（批次 ${one.traceCode}，出具：${one.issuer ?? ''} ${one.issuedOn ?? ''}）文件 SHA-256：${one.fileSha256 ?? '未上传'}`,
  );
  const others = files.map((one) => `   - ${one.of}：SHA-256 ${one.sha256}${one.size === null ? '' : `，${one.size} 字节`}`);
  return ['四、证明文件', ...(papers.length > 0 ? papers : ['   - 无']), ...others, ''];
}

function ledgerLines({ ledger }: Omit<EvidencePack, 'index'>): string[] {
  const entries = ledger.runs.flatMap((run) => run.entries);
  return [
    `五、账目（${entries.length}条，原文见 ledger.runs）`,
    ...entries.map((entry) => `   - ${entry.chain} 第${entry.seq}条　${entry.kind}　${entry.subject}　SHA-256 ${entry.hash}`),
    ...ledger.cut.map((one) => `   - 未查全：${one.chain} ${one.from} 至 ${one.to}（账目过多）`),
    ledger.checkpoint === null
      ? '   - 尚无签名：稍后重新生成本文件'
      : `   - 已签名的总账：${ledger.checkpoint.split('\n')[1]} 条，根（base64）${ledger.checkpoint.split('\n')[2]}；其中 ${ledger.proofs.length} 条附证明`,
    '核对方法：',
    ...ledger.how.map((line, i) => `   ${i + 1}. ${line}`),
  ];
}
