import { frame } from "./frame.js";
import * as m from "./pieces.js";
import { naming } from "./records.js";

export function render(p) {
  const { labels, categories } = p.site;
  const unit = p.collections.units[p.unit];
  const begun = !["library", "approved"].includes(p.stage);
  const finished = ["completed", "accepted", "failed"].includes(p.stage);
  const gain = p.beneficiaries;
  const behind = p.timeliness === "overdue" || p.timeliness === "not_started";
  const label = labels.timeliness[p.timeliness];
  const gains = gain
    ? `<span>户数 <b>${m.count(gain.households)}</b></span>
<span>人数 <b>${m.count(gain.people)}</b></span>
<span>其中贫困户 <b>${m.count(gain.poor_households)}</b></span>
<span>其中贫困人口 <b>${m.count(gain.poor_people)}</b></span>
`
    : m.UNKNOWN;
  const start = m.base(p);
  const price = (fen) => (fen ? m.sum(fen) : m.UNKNOWN);
  const given = Object.fromEntries(p.sources.map((source) => [source.allocation, source.fund]));
  const traced = p.sources.some((source) => source.allocation);
  const allotment = (source) =>
    source.allocation
      ? ` <a href="${start}allocations/${source.allocation}.html">看这笔钱从哪里来</a>`
      : unit.duties.funds
        ? ' <small class="unknown">没查到是哪笔钱拨的</small>'
        : "";
  const from = (payment) =>
    traced
      ? ` <small>${payment.allocation ? `出自${m.h(given[payment.allocation])}` : '<span class="unknown">没填出自哪笔钱</span>'}</small>`
      : "";
  const date = (iso, instead) => (iso ? m.day(iso) : instead);
  const main = `<h1>${m.h(p.title)} <small>${m.h(unit.short_name)} · ${p.year}年 · ${m.h(categories[p.category])}</small></h1>
<section class="answers" aria-label="概况">
<dl class="sums">
<div><dt>计划花</dt><dd>${m.sum(p.planned)}</dd></div>
<div><dt>已经付了</dt><dd>${m.sum(p.paid)}</dd></div>
</dl>
<div class="far">
<p><b${p.stage === "failed" ? ' class="alert"' : ""}>${labels.stage[p.stage]}</b>
完成${p.percent}%
</p>
<svg class="bar" aria-hidden="true"><rect width="${p.percent}%" height="8"/></svg>
<p>${m.timing(p, p)}</p>
</div>
<div class="call">
<h2>有事找谁</h2>
<ul>
<li><span>${p.person_responsible ? `<b>${m.h(p.person_responsible)}</b>` : m.UNKNOWN} <small>项目负责人</small></span> ${m.tel(p.phone)}</li>
${m.called(p, unit.contacts)}
</ul>
</div>
</section>

<section>
<h2>干什么，谁受益</h2>
${m.facts([
  ["做什么、做多大", m.or(p.task)],
  ["详细地点", m.or(p.address)],
  ["建成要达到什么", m.or(p.performance_target)],
  ["贫困户能得什么", m.or(p.benefit_mechanism)],
  ["受益群众", gains],
  ["主管单位", m.or(p.responsible_unit)],
  ["实施单位", m.or(p.implementer)],
  ["施工单位", m.or(p.contractor)],
  ["批复文号", m.or(p.approval_document)],
  ["新修还是接着修", p.nature ? labels.nature[p.nature] : m.UNKNOWN],
  ["先后", p.urgency ? labels.urgency[p.urgency] : m.UNKNOWN],
])}

${p.content}
</section>

<section>
<h2>工期</h2>
<table class="dates">
<thead><tr><td></td><th scope="col">计划</th><th scope="col">实际</th></tr></thead>
<tbody>
<tr><th scope="row">开工</th><td>${date(p.plan.start, m.UNKNOWN)}</td><td>${date(p.actual.start, begun ? m.UNKNOWN : "还没有开工")}</td></tr>
<tr><th scope="row">完工</th><td>${date(p.plan.finish, m.UNKNOWN)}</td><td>${date(p.actual.finish, finished ? m.UNKNOWN : "还没有完工")}</td></tr>
</tbody>
</table>
<p>是否按期： ${behind ? m.alert(label) : label}</p>
</section>

<section>
<h2>进度</h2>
${
  p.progress.length
    ? `<ol class="log">
${m.each([...p.progress].reverse(), (entry) => `<li>${m.day(entry.date)} <b>${entry.percent}%</b> ${m.h(entry.note)}</li>`)}
</ol>`
    : `<p>${begun ? m.UNKNOWN : "工程还没有开工。"}</p>`
}
${
  p.acceptance
    ? `<h3>验收</h3>
<p>${m.day(p.acceptance.date)} <b${p.acceptance.result === "failed" ? ' class="alert"' : ""}>${labels.result[p.acceptance.result]}</b> ${m.h(p.acceptance.by)}</p>`
    : ""
}
</section>

<section>
<h2>资金</h2>
<h3>资金来源</h3>
${
  p.sources.length
    ? `<table class="cards exact-shown">
<thead><tr><th scope="col">资金名称</th><th scope="col">哪级给的</th><th scope="col" class="n">金额（万元）</th><th scope="col">文号</th></tr></thead>
<tbody>
${m.each(
  p.sources,
  (source) =>
    `<tr><th scope="row">${m.h(source.fund)}${source.pooled ? " <small>合起来用的钱</small>" : ""}${allotment(source)}</th><td data-l="哪级给的">${labels.fund_level[source.level]}</td><td class="n" data-l="金额（万元）">${m.cash(source.amount)}</td><td data-l="文号">${m.or(source.document)}</td></tr>`,
)}
</tbody>
</table>`
    : `<p>${m.UNKNOWN}</p>`
}
<h3>付款</h3>
${
  p.payments.length
    ? `<table class="cards exact-shown">
<thead><tr><th scope="col">日期</th><th scope="col" class="n">金额（万元）</th><th scope="col">用途</th></tr></thead>
<tbody>
${m.each(
  p.payments,
  (payment) =>
    `<tr><th scope="row">${m.day(payment.date)}</th><td class="n" data-l="金额（万元）">${m.cash(payment.amount)}</td><td data-l="用途">${m.or(payment.note)}${from(payment)}</td></tr>`,
)}
</tbody>
</table>`
    : "<p>还没有付款。</p>"
}
${m.facts([
  ["补助标准", m.or(p.subsidy_standard)],
  ...(begun ? [["中标价", price(p.bid_price)]] : []),
  ...(finished
    ? [
        ["结算价", price(p.settled_price)],
        ["审计价", price(p.audited_price)],
      ]
    : []),
])}
</section>
${
  finished
    ? `
<section>
<h2>建成后的效果</h2>
${m.facts([
  ["成效", m.or(p.results)],
  ["社会效益", m.or(p.social_benefit)],
  ["经济效益", m.or(p.economic_benefit)],
])}
</section>`
    : ""
}

<section>
<h2>公示</h2>
${naming(p, p.notices)}
</section>`;
  return frame(p, m.trail(p, p.unit, true), main);
}
