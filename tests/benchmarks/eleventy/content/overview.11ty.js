// The way into the lists of each kind of record.
import { frame } from "../_includes/frame.js";
import * as m from "../_includes/pieces.js";
import { line, listUrl, notice } from "../_includes/records.js";

const SHOWN = { meetings: "overdue", rectifications: "overdue", allocations: "idle" };

export const data = {
  pagination: { data: "site.kinds", size: 1, alias: "of" },
  permalink: ({ of }) => `lists/${of}/index.html`,
};

function open(data, rows) {
  const found = rows.filter((page) => page.data.state === "open");
  const start = m.base(data);
  if (!found.length) return "<p>没有正在公示期内的公示。</p>";
  found.sort((one, other) => (one.data.last < other.data.last ? -1 : 1));
  return `<table class="cards">
<thead><tr><th scope="col">公示</th><th scope="col">起止时间</th><th scope="col">向谁反映</th></tr></thead>
<tbody>
${m.each(found, ({ data: n }) => `<tr><th scope="row"><a href="${start}compliance/${n.unit}.html#disclosures-${m.base_of(n.id)}">${m.h(n.title)}</a> <small>${m.h(data.collections.units[n.unit].place)} · ${data.site.labels.disclosed[n.stage]}</small></th><td class="wide">${notice.days(n)}</td><td class="wide" data-l="向谁反映">${m.tel(n.phone)}</td></tr>`)}
</tbody>
</table>`;
}

export function render(data) {
  const { site, collections, of } = data;
  const start = m.base(data);
  const labels = site.labels[of];
  const states = site.states[of];
  const f = collections.units[site.root].figures;
  const title = site.labels.kind[of];
  const rows = collections.records[of] ?? [];
  const shown = rows.filter((page) => page.data.state === SHOWN[of]).slice(0, 100);
  const counties = collections.below[site.root];
  const main = `<div class="head">
<h1>${title}</h1>
</div>
<ul class="tags">
<li><a href="${start}lists/${of}/all/">全部 <small>${m.count(f[of] ?? 0)}</small></a></li>
${m.each(states, (state) => `<li><a href="${start}${listUrl(of, state, 1).replace("index.html", "")}">${labels[state]} <small>${m.count(f[`${of}:${state}`] ?? 0)}</small></a></li>`)}
</ul>
${
  of === "disclosures"
    ? `<section>
<h2>正在公示，可以提意见</h2>
${open(data, rows)}
</section>`
    : shown.length
      ? `<ul class="rows">
${m.each(shown, (page) => line[of](data, page.data))}
</ul>`
      : ""
}
<section>
<h2>按地方</h2>
<div class="scroll" tabindex="0" role="region" aria-label="按地方">
<table class="grid">
<thead><tr><th scope="col">地方</th>
${m.each(states, (state) => `<th scope="col" class="n">${labels[state]}</th>`)}
</tr></thead>
<tbody>
${m.each(
  counties,
  (row) => `<tr><th scope="row"><a href="${start}compliance/${row.id}.html">${m.h(row.short_name)}</a></th>
${m.each(states, (state) => `<td class="n">${row.figures[`${of}:${state}`] ? m.count(row.figures[`${of}:${state}`]) : ""}</td>`)}
</tr>`,
)}
</tbody>
</table>
</div>
<p class="unknown">空着的：没填。</p>
</section>`;
  const words = { title, lead: `${title}，按地方排列，新的在前。` };
  return frame({ ...data, ...words }, m.trail(data), main);
}
