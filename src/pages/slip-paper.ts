import { escapeHtml as e, svgImage } from './escape.ts';
import { groupedCode, time } from './format.ts';
import { table } from './layout.ts';
import { word } from './text.ts';
import { SLIP_TEXT } from './text-slip.ts';
import type { Language, SlipLine, SlipParty, SlipView } from './view.ts';

type Text = (typeof SLIP_TEXT)[Language];

/**
 * The printed 随货单: what a buyer's incoming record must hold (name, specification, quantity, date or batch, shelf life, supplier's name,
 * address and contact; 食品安全法 53, 食品安全法 65 for produce), the trace codes, and one QR for the whole delivery. Hidden on screens.
 */
export function slipPaper(view: SlipView, language: Language): string {
  const t = SLIP_TEXT[language];
  const qr =
    view.qrSvg === undefined
      ? ''
      : `<figure><img src="${svgImage(view.qrSvg)}" alt="${e(view.slipUrl)}"><figcaption>${t.scan}</figcaption></figure>`;
  const number = view.documentNumber === undefined ? '' : `${t.documentNumber} ${e(view.documentNumber)} · `;
  const facts = `<p>${number}${t.shippedAt} ${time(view.shippedAt)} · ${t.purpose} ${word(t.purposes, view.purpose)} · ${t.lineCount(view.lines.length)}</p>`;
  const signs = t.signs.map((sign) => `<div>${sign}</div>`).join('');
  return `<section class="paper"><header><div><h1>${t.title}</h1>${facts}<p class="code">${e(view.slipUrl)}</p></div>${qr}</header><div class="who">${who(t.supplierLong, view.supplier, t)}${who(t.buyerLong, view.buyer, t)}</div>${lines(view.lines, t)}<div class="sign">${signs}</div><p class="note">${t.printNote}</p></section>`;
}

function who(label: string, party: SlipParty, t: Text): string {
  const rows = (
    [
      ['uscc', t.uscc],
      ['address', t.address],
      ['contact', t.contact],
    ] as const
  )
    .map(([key, name]) => (party[key] === undefined ? '' : `<br>${name} ${e(party[key])}`))
    .join('');
  return `<div>${label}<br><b>${e(party.name)}</b>${rows}</div>`;
}

function lines(list: readonly SlipLine[], t: Text): string {
  const rows = list.map((line) => [
    String(line.index),
    e(line.productName),
    e(line.specification ?? ''),
    line.productionDate === undefined ? '' : time(line.productionDate),
    e(line.batchNumber ?? ''),
    line.expiresOn === undefined ? '' : time(line.expiresOn),
    `${e(line.quantity.amount)} ${e(line.quantity.unit)}`,
    `<span class="code">${e(groupedCode(line.traceCode))}</span>`,
  ]);
  return table(t.title, t.columns, rows, [0, 6]);
}
