import { frame } from "./frame.js";
import * as m from "./pieces.js";

export function render(a) {
  const { site, collections } = a;
  const { units, projects, allotments } = collections;
  const start = m.base(a);
  const unit = units[a.unit];
  const level = site.labels.fund_level[a.level];
  const giver = a.from && units[a.from.slice(0, a.from.lastIndexOf("/"))];
  const onward = m.each(
    a.to.map((id) => allotments[id]),
    (to) =>
      `<tr><th scope="row"><a href="${start}allocations/${to.id}.html">拨给${m.h(units[to.unit].short_name)}</a> <small>${m.h(to.fund)} ${m.date(to)}</small></th><td class="n" data-l="金额（元）">${m.yuan(to.amount)}</td><td class="none"></td></tr>`,
  );
  const used = m.each(a.projects, (row) => {
    const p = projects[row.id];
    return `<tr><th scope="row"><a href="${start}projects/${row.id}.html">${m.h(p.title)}</a> <small>${m.h(units[p.unit].short_name)}</small></th><td class="n" data-l="金额（元）">${m.yuan(row.assigned)}</td><td class="n" data-l="已付（元）">${m.yuan(row.paid)}</td></tr>`;
  });
  const sums = [
    ["拨给下面", a.passed],
    ["用到项目", a.assigned],
    ["已付", a.paid],
  ];
  const main = `<div class="head">
<h1>${m.h(a.title)} <small>${m.h(m.heading(units, unit))}</small></h1>
<p class="asof">数据截至${site.as_of_day}</p>
</div>
<p><a class="more" href="${start}funds/${unit.id}.html">${m.h(unit.short_name)}的资金</a> <a class="more" href="${start}units/${unit.id}.html">${m.h(unit.short_name)}的网页</a></p>
${m.facts([
  [
    "从哪里来",
    giver
      ? `<a href="${start}allocations/${a.from}.html">${m.h(giver.short_name)}拨来</a> <small>${level}</small>`
      : `直接来自：${level}`,
  ],
  ["文号", m.or(a.document)],
  ["日期", m.date(a)],
  ["金额", m.sum(a.amount)],
  ["用途", m.h(site.purposes[a.purpose])],
  ["分配原则", m.UNKNOWN],
])}
${a.content}

<section>
<h2>到哪里去</h2>
${m.facts([
  ...sums.filter(([, fen]) => fen).map(([label, fen]) => [label, m.sum(fen)]),
  ["还没用", m.sum(a.left)],
  ["情况", m.allotted(site, a)],
])}
${
  a.to.length || a.projects.length
    ? `<table class="cards">
<thead><tr><th scope="col">去向</th><th scope="col" class="n">金额（元）</th><th scope="col" class="n">已付（元）</th></tr></thead>
<tbody>
${onward}
${used}
</tbody>
</table>`
    : ""
}
</section>`;
  return frame(a, m.placeTrail(a, a.unit, "funds", "资金", true), main);
}
