import { frame } from "./frame.js";
import * as m from "./pieces.js";

const BELOW = { prefecture: "县市", county: "乡镇街道", town: "村（社区）" };

export function render(u) {
  const { labels } = u.site;
  const start = m.base(u);
  const f = u.figures;
  const village = u.level === "village";
  const units = u.collections.below[u.id] ?? [];
  const rows = u.collections.byUnit[u.id] ?? [];
  const section = (title, text) => `<section>
<h2>${title}</h2>
${text}
</section>
`;
  const levels = u.site.fund_levels.filter((level) => f[`source:${level}`]);
  const years = u.site.years.filter((year) => f[`year:${year}`]);
  const honours = u.honours.length
    ? `<ul class="rows">
${m.each(u.honours, (one) => `<li><b>${m.h(one.name || u.short_name)}</b> <small>${labels.honour[one.honour]}</small> <a href="${start}commendations/${one.commendation}.html">${m.h(one.title)}</a></li>`)}
</ul>`
    : f.honours
      ? `<p>下面各地共有${f.honours}个表彰。 <a class="more" href="${start}lists/commendations/index.html">全部表彰</a></p>`
      : '<p class="unknown">没填表彰。</p>';
  const contacts = u.contacts.length
    ? m.posts(u, u.contacts)
    : village
      ? '<p class="unknown">还没有填报本村的监督员和联络员。</p>'
      : `<ul class="stages">
<li>岗位 ${f.posts ? `<b>${m.count(f.posts)}</b>` : m.UNKNOWN}</li>
${f.vacant ? `<li>空缺 ${m.alert(m.count(f.vacant))}</li>` : ""}
</ul>`;
  const duties = m.dutySums(u.site, f);
  const main = `<div class="head">
<h1>${m.h(u.short_name)}</h1>
<p class="asof">数据截至${u.site.as_of_day}</p>
</div>
<section class="answers" aria-label="概况">
${m.answers(u, f)}
<div class="call">
<h2>有事找谁</h2>
<ul>
${village ? m.called(u, u.contacts) : `<li><span>${m.h(u.short_name)}办公电话</span> ${m.or(u.phone)}</li>`}
<li><span>投诉举报电话</span>
${m.each(u.site.lines, (line) => ` ${m.tel(line)}`)}
</li>
</ul>
</div>
</section>

${units.length ? section(BELOW[u.level], m.children(u, units)) : ""}
${u.late.length ? section("过期的项目", m.projects(u, u.late.map((id) => u.collections.projects[id]), true)) : ""}
${rows.length ? section("项目", m.projects(u, rows, false)) : ""}
${
  f.projects
    ? section(
        "钱从哪里来",
        `${m.facts(levels.map((level) => [labels.fund_level[level], m.sum(f[`source:${level}`])]))}
${u.duties.funds ? `<p><a class="more" href="${start}funds/${u.duties.funds}.html">看钱从哪里来、到哪里去</a></p>` : ""}`,
      )
    : ""
}
${
  u.level === "county"
    ? section(
        "各年度项目",
        `<ul class="tags">
${m.each(years, (year) => `<li><a href="${start}lists/projects/place/${u.id}/${year}/">${year}年 <small>${m.count(f[`year:${year}`])}</small></a></li>`)}
</ul>`,
      )
    : ""
}
${section("受表彰", honours)}
<section>
<h2 id="supervisors">民生监督员和联络员</h2>
${contacts}
</section>

<section>
<h2>做到没有</h2>
<ul class="stages">
<li>做到 <b>${m.count(duties.kept)}</b></li>
<li>没做到 ${duties.missed ? m.alert(m.count(duties.missed)) : "<b>0</b>"}</li>
<li class="unknown">没填 <b>${m.count(duties.unknown)}</b></li>
</ul>
${f["disclosures:open"] ? `<p><a href="${start}${village ? `compliance/${u.id}.html#disclosures` : "lists/disclosures/index.html"}">${f["disclosures:open"]}份公示正在征求意见</a></p>` : ""}
<p><a class="more" href="${start}compliance/${u.id}.html">该做的做到没有</a></p>
</section>

<section>
<h2>${m.h(u.name)}</h2>
<p>负责人 ${m.UNKNOWN}</p>
${m.facts([
  ["电话", m.or(u.phone)],
  ["地址", m.or(u.address)],
  ["办公时间", m.or(u.hours)],
  ...(village ? [] : [["工作人员数", m.or(u.staff)]]),
  ...(u.code ? [["区划代码", m.h(u.code)]] : []),
])}
</section>`;
  return frame(u, m.trail(u, u.id, false), main);
}
