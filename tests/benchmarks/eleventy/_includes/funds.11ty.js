import { frame } from "./frame.js";
import * as m from "./pieces.js";

const BELOW = { prefecture: "县市", county: "乡镇街道", town: "村和社区" };
const SUMS = { amount: "收到", passed: "拨给下面", assigned: "用到项目", paid: "已付", left: "还没用" };
const CAME = { "funds:in": "收到", "funds:assigned": "用到项目", "funds:paid": "已付", "funds:left": "还没用" };

const head = (words, more) =>
  `<thead><tr><th scope="col">${words[0]}</th>${words.slice(1).map((word) => `<th scope="col" class="n">${word}</th>`).join("")}${more}</tr></thead>`;

const amounts = (sums, of) =>
  Object.entries(sums)
    .map(([name, label]) => `<td class="n" data-l="${label}">${m.cash(of[name])}</td>`)
    .join("");

export function render(data) {
  const { site, collections, unit } = data;
  const start = m.base(data);
  const f = unit.figures;
  const units = collections.below[unit.id] ?? [];
  const own = (collections.ofPlace[unit.id]?.allocations ?? []).map((page) => page.data);
  const sums = Object.fromEntries(
    Object.keys(SUMS).map((name) => [name, own.reduce((sum, a) => sum + a[name], 0)]),
  );
  const untraced = (f.planned ?? 0) - (f.traced ?? 0);
  const below = units.filter((row) => row.figures.allocations);
  const silent = units.filter((row) => !row.figures.allocations);
  const main = `<div class="head">
<h1>${m.h(unit.short_name)}的资金</h1>
<p class="asof">数据截至${site.as_of_day}</p>
</div>
<p><a class="more" href="${start}units/${unit.id}.html">${m.h(unit.short_name)}的网页</a> <a class="more" href="${start}lists/allocations/index.html">全部资金下达</a></p>

<section>
<h2>${unit.level === "village" ? "概况" : "概况（含下级）"}</h2>
${m.facts([
  ["收到", m.sum(f["funds:in"])],
  ["用到项目", `${m.sum(f["funds:assigned"])} <small>其中已付${m.yuan(f["funds:paid"])}元</small>`],
  ["还没用", m.sum(f["funds:left"]) + (f["funds:idle"] ? ` ${m.alert(`其中压着没动${m.yuan(f["funds:idle"])}元`)}` : "")],
])}
<p>收到${m.yuan(f["funds:in"])} = ${m.yuan(f["funds:assigned"])} + ${m.yuan(f["funds:left"])}元。${units.length ? " 本地内部逐级下达的，只算一次。" : ""}</p>
${untraced > 0 ? `<p class="unknown">这里的项目计划花的钱里，有${m.yuan(untraced)}元没查到是哪笔钱拨的，不算在上面的数里。</p>` : ""}
<p class="unknown">超过${site.idle_money.days}天没用、也没拨给下面的，算压着没动，也叫“压着没动”（${m.h(site.idle_money.source)}）。</p>
<p class="unknown">表里的金额单位是万元。</p>
</section>
${
  own.length
    ? `
<section>
<h2>下达给${m.h(unit.short_name)}的资金</h2>
${m.EXACT}
<table class="cards">
${head(["下达的资金", ...Object.values(SUMS)], '<th scope="col">情况</th>')}
<tbody>
${m.each(own, (a) => `<tr><th scope="row"><a href="${start}allocations/${a.id}.html">${m.h(a.title)}</a></th>${amounts(SUMS, a)}<td data-l="情况">${m.allotted(site, a)}</td></tr>`)}
${own.length > 1 ? `<tr><th scope="row"><b>合计</b></th>${amounts(SUMS, sums)}<td class="none"></td></tr>` : ""}
</tbody>
</table>
</section>`
    : ""
}
${
  below.length
    ? `
<section>
<h2>${BELOW[unit.level]}</h2>
${m.EXACT}
<table class="cards">
${head(["地方", ...Object.values(CAME), "压着没动"], "")}
<tbody>
${m.each(below, (row) => `<tr><th scope="row"><a href="${start}funds/${row.id}.html">${m.h(row.short_name)}</a></th>${amounts(CAME, row.figures)}<td class="n" data-l="压着没动">${row.figures["funds:idle"] ? m.alert(m.cash(row.figures["funds:idle"])) : 0}</td></tr>`)}
</tbody>
</table>
${silent.length ? `<p class="unknown">没填拨来的钱： ${silent.map((row) => m.h(row.short_name)).join("，")}</p>` : ""}
</section>`
    : ""
}

<section>
<h2>资金用途</h2>
${m.facts(
  site.purpose_codes
    .filter((code) => f[`purpose:${code}`])
    .map((code) => [m.h(site.purposes[code]), m.sum(f[`purpose:${code}`])]),
)}
</section>`;
  const name = m.heading(collections.units, unit);
  const said = {
    title: `${name}的资金`,
    lead: `${name}：拨来多少钱，从哪里来，用到哪些项目，还有多少没用。`,
  };
  return frame({ ...data, ...said }, m.placeTrail(data, unit.id, "funds", "资金", false), main);
}
