import { frame } from "./frame.js";
import * as m from "./pieces.js";

export function render(data) {
  const { site, collections } = data;
  const start = m.base(data);
  const root = collections.units[site.root];
  const f = root.figures;
  const counties = Object.values(collections.units).filter((unit) => unit.level === "county");
  const given = Object.values(collections.commendations).slice(0, 10);
  const main = `<h1>${m.h(site.tagline)}</h1>
<p>${m.h(root.short_name)}每个村在干什么、花多少钱、干到哪步、有事找谁，大家都可以在这里看。</p>
<section>
<h2>找到你的家乡</h2>
<ul class="tiles">
${m.each(counties, (unit) => `<li><a href="${start}units/${unit.id}.html">${m.h(unit.short_name)}</a></li>`)}
</ul>
</section>
<section>
<h2>${m.h(root.short_name)}概况</h2>
${m.answers(data, f)}
${root.duties.funds ? `<p><a class="more" href="${start}funds/${root.duties.funds}.html">看钱从哪里来、到哪里去</a></p>` : ""}
</section>
<section>
<h2>项目最新进展</h2>
<ul class="rows news">
${m.each(
  data.latest.map((id) => collections.projects[id]),
  (p) =>
    `<li><span>${m.h(p.updated)}</span> <a href="${start}projects/${p.id}.html">${m.h(p.title)}</a> <small>${m.h(collections.units[p.unit].place)} · ${site.labels.stage[p.stage]} ${p.percent}%</small></li>`,
)}
</ul>
</section>
<section>
<h2>表彰</h2>
<ul class="rows news">
${m.each(given, (one) => `<li><span>${m.day(one.decision.date)}</span> <a href="${start}commendations/${one.id}.html">${m.h(one.title)}</a> <small>已表彰</small></li>`)}
</ul>
</section>
<section>
<h2>民生监督员和联络员</h2>
<ul class="stages">
<li>岗位 <b>${m.count(f.posts)}</b></li>
${f.vacant ? `<li>空缺 ${m.alert(m.count(f.vacant))}</li>` : ""}
</ul>
</section>`;
  return frame(data, "", main);
}
