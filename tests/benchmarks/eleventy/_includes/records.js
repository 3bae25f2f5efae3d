// What is shown of the records of the command system: in lists, on pages of duties and of projects.
import * as m from "./pieces.js";

export const KINDS = { meeting: "meetings", rectification: "rectifications", notice: "disclosures" };

const WHOLE = 24;
const NAMED = 20;

export const listUrl = (kind, state, number) =>
  `lists/${kind}/${state.replaceAll("_", "-") || "all"}/${number > 1 ? `page/${number}/` : ""}index.html`;

// The pages of the lists of all kinds and states, `size` rows each.
export function lists(site, records, size) {
  const found = [];
  for (const of of site.kinds) {
    for (const state of ["", ...site.states[of]]) {
      const every = records[of] ?? [];
      const rows = state ? every.filter((page) => page.data.state === state) : every;
      const last = Math.max(1, Math.ceil(rows.length / size));
      for (let number = 1; number <= last; number++) {
        found.push({ of, state, number, last, rows: rows.slice((number - 1) * size, number * size) });
      }
    }
  }
  return found;
}

const alert = (yes) => (yes ? ' class="alert"' : "");

const at = (data, kind, record) =>
  `${m.base(data)}compliance/${record.unit}.html#${kind}-${m.base_of(record.id)}`;

const place = (data, record) => m.h(data.collections.units[record.unit].place);

const mended = (data, state) =>
  `<small${alert(state === "overdue" || state === "closed_late")}>${data.site.labels.rectifications[state]}</small>`;

const days = (n) => `${m.day(n.first)}–${m.day(n.last)}`;

export const line = {
  meetings: (data, r) =>
    `<li><a href="${at(data, "meetings", r)}">${m.date(r)} ${m.h(r.title || "会议")}</a> ${place(data, r)} <small${alert(r.state === "overdue")}>${data.site.labels.meetings[r.state]}</small></li>`,
  rectifications: (data, r) =>
    `<li><a href="${at(data, "rectifications", r)}">${m.h(r.found)}</a> ${place(data, r)} <small>${m.date(r)}发现${r.deadline ? ` · ${m.day(r.deadline)}前改完` : ""}</small> ${mended(data, r.state)}</li>`,
  disclosures: (data, r) =>
    `<li><a href="${at(data, "disclosures", r)}">${m.h(r.title)}</a> ${place(data, r)} <small>${data.site.labels.disclosed[r.stage]} · ${days(r)}</small> <small>${data.site.labels.disclosures[r.state]}</small></li>`,
  allocations: (data, r) =>
    `<li><a href="${m.base(data)}allocations/${r.id}.html">${m.h(r.title)}</a> ${place(data, r)} <b>${m.wan(r.amount)}</b> <small>万元</small> <small${alert(r.state === "idle" || r.state === "late")}>${data.site.labels.allocations[r.state]}${r.left && r.left !== r.amount ? ` · 还没用${m.wan(r.left)}` : ""}</small></li>`,
};

export const notice = { days };

const section = {
  meetings(data, { data: r, templateContent }) {
    const { labels } = data.site;
    const start = m.base(data);
    const units = data.collections.units;
    const reports = r.reports.map(
      (unit) => `<a href="${start}compliance/${unit}.html">${m.h(units[unit].short_name)}</a>`,
    );
    return `<details id="meetings-${m.base_of(r.id)}"><summary>${m.date(r)} ${m.h(r.title || "会议")} <small${alert(r.state === "overdue")}>${labels.meetings[r.state]}</small></summary>
<p>${r.chair ? `主持：${m.h(r.chair)} ` : ""}${r.present}人参加</p>
${reports.length ? `<p>汇报单位： ${reports.join("，")}</p>` : ""}
${
  r.decisions.length
    ? `<ul class="rows">
${m.each(r.decisions, (one) => `<li>${m.h(one.what)} <small>${m.h(one.owner)}${one.due ? ` · ${m.day(one.due)}前办完` : ""}${one.done ? ` · ${m.day(one.done)}已办` : ""}</small> <small${alert(one.state === "overdue" || one.state === "late")}>${labels.decision[one.state]}</small></li>`)}
</ul>`
    : ""
}
${templateContent}
</details>`;
  },

  rectifications(data, { data: r, templateContent }) {
    return `<details id="rectifications-${m.base_of(r.id)}"${r.state === "overdue" ? " open" : ""}><summary>${m.h(r.found)} ${mended(data, r.state)}</summary>
${m.facts([
  ["发现", `${m.date(r)} · ${m.h(r.by)}`],
  ["整改期限", r.deadline ? m.day(r.deadline) : m.UNKNOWN],
  ["整改责任", m.or(r.responsible)],
])}
${r.document ? `<p><small>${m.h(r.document)}</small></p>` : ""}
${
  r.done.length
    ? `<ol class="log">
${m.each(r.done, (step) => `<li>${m.day(step.date)} ${m.h(step.what)}</li>`)}
</ol>`
    : '<p class="unknown">没填做了什么整改。</p>'
}
${r.closed ? `<p>${m.day(r.closed.date)}销号，核查单位：${m.h(r.closed.by)}</p>` : ""}
${templateContent}
</details>`;
  },

  disclosures(data, { data: r }) {
    const { labels } = data.site;
    const start = m.base(data);
    const projects = data.collections.projects;
    const counted = (number) => `共${number}${labels.days.calendar}`;
    const more = r.projects.length - NAMED;
    return `<details id="disclosures-${m.base_of(r.id)}"><summary>${m.h(r.title)} <small>${labels.disclosed[r.stage]}</small> <small>${labels.disclosures[r.state]}</small></summary>
<p>${days(r)} · ${counted(r.days)}</p>
<ul class="rows">
${m.each(r.places, (one) => `<li>${labels.where[one.where]} ${m.day(one.up)}–${m.day(one.down)} <small>${counted(one.days)}</small></li>`)}
</ul>
${
  r.projects.length
    ? `<h3>公示的内容</h3>
<ul class="rows">
${m.each(r.projects.slice(0, NAMED), (id) => `<li><a href="${start}projects/${id}.html">${m.h(projects[id].title)}</a></li>`)}
${more > 0 ? `<li>另有${more}个，各自的网页上都写着这份公示</li>` : ""}
</ul>`
    : ""
}
<p>有意见向谁反映： ${m.tel(r.phone)}</p>
<p>收到意见（条）： ${r.objections.length}</p>
</details>`;
  },
};

// The latest records of a kind of a unit in full, and the earlier ones by name.
export function whole(data, kind, id, pages) {
  const earlier = pages.slice(WHOLE);
  const start = `${m.base(data)}compliance/${id}--`;
  return `${m.each(pages.slice(0, WHOLE), (page) => section[kind](data, page))}
${
  earlier.length
    ? `<h3>以前的</h3>
<ul class="rows">
${m.each(earlier, ({ data: r }) => `<li id="${kind}-${m.base_of(r.id)}"><a href="${start}${m.year(r)}.html#${kind}-${m.base_of(r.id)}">${m.date(r)} ${m.h(r.title || r.found)}</a></li>`)}
</ul>`
    : ""
}`;
}

// The earlier records of a kind of a unit in one year.
export function ofYear(data, kind, pages, year) {
  const rows = pages.slice(WHOLE).filter((page) => m.year(page.data) === year);
  return rows.length
    ? `<section>
<h2>${data.site.labels.kind[kind]}</h2>
${m.each(rows, (page) => section[kind](data, page))}
</section>`
    : "";
}

// The notices that name a project.
export function naming(data, ids) {
  const { site, collections } = data;
  if (!ids.length) return '<p class="unknown">没填公示。</p>';
  return `<ul class="rows">
${m.each(ids, (id) => {
  const n = collections.notices[id];
  return `<li><a href="${at(data, "disclosures", n)}">${site.labels.disclosed[n.stage]}</a> ${days(n)} <small>${m.h(collections.units[n.unit].short_name)} · ${site.labels.disclosures[n.state]}</small></li>`;
})}
</ul>`;
}
