import { frame } from "./frame.js";
import * as m from "./pieces.js";
import { whole } from "./records.js";

const BELOW = { prefecture: "县市", county: "乡镇街道", town: "村和社区" };
const MEETINGS = { prefecture: "各县市开会情况", county: "各乡镇开会情况", town: "各村开会情况" };
const HEADINGS = { meetings: "会议", rectifications: "限期整改", disclosures: "公示" };
const ANCHORS = { staffing: "teams", first_secretary: "teams" };

const period = (each) => `${each.period.slice(0, 4)}年${Number(each.period.slice(5))}月`;

// How often a unit met, and when it did not.
function words(periods) {
  const missed = periods.filter((each) => each.state === "missed");
  const open = periods.filter((each) => each.state === "open").length;
  const kept = periods.filter((each) => each.state === "kept").length;
  const named = missed.slice(-12).map(period).join("，");
  const more = missed.length > 12 ? ` 等，更早的还有${missed.length - 12}次` : "";
  return `该开${periods.length - open}次，只见${kept}次${missed.length ? ` · ${m.alert("没填开会的：")} ${named}${more}` : ""}`;
}

function rules(u, there, start) {
  const { site } = u;
  const f = u.unit.figures;
  const row = (rule) => {
    const [kept, missed, silent] = ["kept", "missed", "unknown"].map((state) => f[`${state}:${rule}`] ?? 0);
    if (!kept && !missed && !silent) return "";
    const label = site.labels.rule[rule];
    const anchor = ANCHORS[rule] ?? rule;
    const link = there[anchor]
      ? `<a href="#${anchor}">${label}</a>`
      : rule === "money" && u.unit.duties.funds
        ? `<a href="${start}funds/${u.unit.duties.funds}.html">${label}</a>`
        : label;
    return `<tr><th scope="row">${link}</th><td>${missed ? `${m.alert(`没做到 ${m.count(missed)}`)} ` : ""}${kept ? `<span>做到 ${m.count(kept)}</span> ` : ""}${silent ? `<span class="unknown">没填 ${m.count(silent)}</span>` : ""}</td></tr>`;
  };
  return `<table class="cards">
<thead><tr><th scope="col">规定</th><th scope="col" class="n">做到</th><th scope="col" class="n">没做到</th><th scope="col" class="n">没填</th></tr></thead>
<tbody>
${m.each(site.rules, row)}
</tbody>
</table>`;
}

function places(u, rows, start) {
  return `<table class="cards">
<thead><tr><th scope="col">地方</th><th scope="col" class="n">做到</th><th scope="col" class="n">没做到</th><th scope="col" class="n">没填</th></tr></thead>
<tbody>
${m.each(rows, (row) => {
  const sum = m.dutySums(u.site, row.figures);
  return `<tr><th scope="row"><a href="${start}compliance/${row.id}.html">${m.h(row.short_name)}</a></th><td class="n" data-l="做到">${m.count(sum.kept)}</td><td class="n" data-l="没做到">${sum.missed ? `${m.alert(m.count(sum.missed))}<small>${sum.which.join("，")}</small>` : 0}</td><td class="n unknown" data-l="没填">${m.count(sum.unknown)}</td></tr>`;
})}
</tbody>
</table>`;
}

// The months of a place below, as a bar of the last sixty of them.
function bar(start, row) {
  const all = row.duties.strip;
  const shown = all.slice(-60);
  const width = shown.length * 12;
  const rects = shown.map(
    (each, n) => `<rect class="${each.state}" x="${n * 12 + 1}" y="1" width="10" height="10"/>`,
  );
  return `<div><dt><a href="${start}compliance/${row.id}.html#meetings">${m.h(row.short_name)}</a></dt>
<dd><svg class="periods" viewBox="0 0 ${width} 12" width="${width}" aria-hidden="true">${rects.join("")}</svg>
<small>${period(all[0])}–${period(all.at(-1))} ${words(all)}</small></dd></div>`;
}

function months(labels, strip) {
  if (!strip.length) return "";
  return `<ol class="strip">
${m.each(strip, (each) => `<li class="${each.state}">${each.meeting ? `<a href="#meetings-${m.base_of(each.meeting)}">${period(each)}</a>` : `<span>${period(each)}</span>`} <small>${labels.period[each.state]}</small></li>`)}
</ol>
<p>${words(strip)}</p>
`;
}

export function render(u) {
  const { site, collections, unit } = u;
  const { labels } = site;
  const start = m.base(u);
  const own = unit.duties;
  const units = collections.below[unit.id] ?? [];
  const stripped = units.filter((row) => row.duties.strip.length);
  const records = collections.ofPlace[unit.id] ?? {};
  const there = { teams: own.staffing };
  for (const kind of Object.keys(HEADINGS)) there[kind] = (records[kind] ?? []).length > 0;
  there.meetings ||= own.strip.length > 0;
  const staff = !unit.staff
    ? m.UNKNOWN
    : own.staffing === "missed"
      ? m.alert(unit.staff)
      : `<b>${unit.staff}</b>`;
  const section = (title, text) => `<section>
<h2>${title}</h2>
${text}
</section>
`;
  const main = `<div class="head">
<h1>${m.h(unit.short_name)}：该做的做到没有</h1>
<p class="asof">数据截至${site.as_of_day}</p>
</div>
<p><a class="more" href="${start}units/${unit.id}.html">${m.h(unit.short_name)}的网页</a></p>
${section(
  unit.level === "village" ? "该做的做到没有" : "该做的做到没有（含下面各地）",
  `${rules(u, there, start)}
<p class="unknown">“没填”不算做到。没到日子的不算。</p>`,
)}
${units.length ? section(BELOW[unit.level], places(u, units, start)) : ""}
${
  stripped.length
    ? section(
        MEETINGS[unit.level],
        `<dl class="facts strips">
${m.each(stripped, (row) => bar(start, row))}
</dl>`,
      )
    : ""
}
${
  unit.level === "prefecture"
    ? section(
        "全部记录，按种类",
        `<ul class="tags">
${m.each(site.kinds, (kind) => `<li><a href="${start}lists/${kind}/index.html">${labels.kind[kind]} <small>${m.count(unit.figures[kind] ?? 0)}</small></a></li>`)}
</ul>`,
      )
    : ""
}
${
  own.staffing
    ? `<section id="teams">
<h2>帮扶队伍</h2>
<ul class="stages">
<li>工作人员数 ${staff}${own.least ? ` <small>至少${own.least}人</small>` : ""}</li>
</ul>
</section>`
    : ""
}
${m.each(
  Object.entries(HEADINGS).filter(([kind]) => there[kind]),
  ([kind, heading]) => `<section id="${kind}">
<h2>${heading}</h2>
${kind === "meetings" ? months(labels, own.strip) : ""}${whole(u, kind, unit.id, records[kind] ?? [])}
</section>`,
)}`;
  const name = m.heading(collections.units, unit);
  const said = {
    title: `${name}：该做的做到没有`,
    lead: `${name}：该做的哪些做到了，哪些没做到，哪些没填，都附记录。`,
  };
  return frame({ ...u, ...said }, m.placeTrail(u, unit.id, "compliance", "做到没有", false), main);
}
