// What pages share.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

export const UNKNOWN = '<span class="unknown">没填</span>';

export function h(value) {
  const text = String(value);
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]) : text;
}

export const each = (rows, make) => rows.map(make).join("\n");

export const or = (value) => (value ? h(value) : UNKNOWN);

export function day(iso) {
  return `${iso.slice(0, 4)}年${Number(iso.slice(5, 7))}月${Number(iso.slice(8))}日`;
}

const TWO = new Intl.NumberFormat("zh", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const WHOLE = new Intl.NumberFormat("zh");

export const wan = (fen) => TWO.format((fen + 0.5) / 1000000);
export const yuan = (fen) => TWO.format(fen / 100);
export const count = (number) => WHOLE.format(number);

export const sum = (fen) =>
  `<b>${wan(fen)}</b> <span class="unit">万元</span> <small>${yuan(fen)} 元</small>`;
export const cash = (fen) => `${wan(fen)} <small class="yuan">${yuan(fen)} 元</small>`;
export const tel = (number) =>
  number ? `<a class="tel" href="tel:${h(number)}">${h(number)}</a>` : UNKNOWN;
export const alert = (text) => `<strong class="alert">${text}</strong>`;

export const base = (data) => new URL(data.site.base_url).pathname;

export function step(url, name, position) {
  return `<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem"><a itemprop="item" href="${url}"><span itemprop="name">${h(name)}</span></a><meta itemprop="position" content="${position}"></li>`;
}

// The last part of an id.
export const base_of = (id) => id.slice(id.lastIndexOf("/") + 1);

// The date of a record of the command system: Eleventy has made a date of its front matter's.
export const date = (record) => day(iso(record));
export const year = (record) => iso(record).slice(0, 4);

const iso = ({ date }) => (typeof date === "string" ? date : date.toISOString().slice(0, 10));

// The name of a unit, with that above it where it does not stand by itself.
export function heading(units, unit) {
  if (unit.level === "prefecture" || unit.level === "county") return unit.short_name;
  return `${units[unit.id.slice(0, unit.id.lastIndexOf("/"))].short_name} ${unit.short_name}`;
}

// The way from the first page through duties, or money, of the places above one.
export function placeTrail(data, unit, folder, first, itself) {
  const start = base(data);
  const line = lineOf(data, unit);
  if (!itself) line.pop();
  const name = (id, n) => (n ? data.collections.units[id].short_name : first);
  return steps(start, line.map((id, n) => step(`${start}${folder}/${id}.html`, name(id, n), n + 2)));
}

// The way from the first page through the units above, then `unit` itself if asked for.
export function trail(data, unit, itself) {
  const start = base(data);
  const units = data.collections.units;
  const line = unit ? lineOf(data, unit) : [];
  if (!itself) line.pop();
  const ways = line.map((id, n) => step(`${start}units/${id}.html`, units[id].short_name, n + 2));
  return steps(start, ways);
}

function lineOf(data, unit) {
  const names = unit.split("/");
  const line = names.map((_, n) => names.slice(0, n + 1).join("/"));
  return unit === data.site.root ? line : [data.site.root, ...line];
}

const steps = (start, ways) => `<nav class="trail" aria-label="当前位置">
<ol itemscope itemtype="https://schema.org/BreadcrumbList">
${[step(start, "首页", 1), ...ways].join("\n")}
</ol>
</nav>
`;

// How often anything was kept, missed and not stated, and which rules were missed.
export function dutySums(site, f) {
  const sum = { kept: 0, missed: 0, unknown: 0, which: [] };
  for (const rule of site.rules) {
    const missed = f[`missed:${rule}`] ?? 0;
    sum.kept += f[`kept:${rule}`] ?? 0;
    sum.unknown += f[`unknown:${rule}`] ?? 0;
    sum.missed += missed;
    if (missed) sum.which.push(`${site.labels.rule[rule]} ${count(missed)}`);
  }
  return sum;
}

// What became of an allotment, and until when what is left is due.
export function allotted(site, a) {
  const label = site.labels.allocations[a.state];
  const said = a.state === "idle" || a.state === "late" ? alert(label) : label;
  const due = a.state === "idle" ? `已有${a.days}天` : `应在${day(a.due)}前用掉`;
  return a.left ? `${said} <small>${due}</small>` : said;
}

export const pager = (list, url) =>
  list.last > 1
    ? `<nav class="pager" aria-label="清单的各页">
${list.number > 1 ? `<a rel="prev" href="${url(list.number - 1)}">上一页</a>` : ""}
<span>第${list.number}页，共${list.last}页</span>
${list.number < list.last ? `<a rel="next" href="${url(list.number + 1)}">下一页</a>` : ""}
</nav>`
    : "";

export function timing(data, p) {
  const late = data.site.labels.timeliness[p.timeliness];
  const behind = p.timeliness === "overdue" || p.timeliness === "not_started";
  const when =
    p.timeliness === "not_started"
      ? `计划${day(p.plan.start)}开工`
      : p.actual.finish
        ? `${day(p.actual.finish)}完工`
        : `计划${day(p.plan.finish)}完工`;
  return `${behind ? `${alert(late)} ` : ""}${when}${p.timeliness === "finished_late" ? ` ${late}` : ""}`;
}

export const EXACT = `<details class="exact"><summary>看精确金额</summary>每个金额下面写着精确到分的元数。</details>`;

export function projects(data, rows, places) {
  const start = base(data);
  const labels = data.site.labels.stage;
  return `${EXACT}
<table class="cards">
<thead><tr><th scope="col">项目</th><th scope="col">进度</th><th scope="col" class="n">计划（万元）</th><th scope="col" class="n">已付（万元）</th></tr></thead>
<tbody>
${each(
  rows,
  (p) => `<tr><th scope="row"><a href="${start}projects/${p.id}.html">${h(p.title)}</a>${
    places
      ? `
<small><a href="${start}units/${p.unit}.html">${h(data.collections.units[p.unit].place)}</a></small>`
      : ""
  }
<small>${p.year}年 · ${h(data.site.categories[p.category])}</small></th>
<td class="wide" data-l="进度">${p.stage === "failed" ? alert(labels[p.stage]) : labels[p.stage]} ${p.percent}%<svg class="bar" aria-hidden="true"><rect width="${p.percent}%" height="8"/></svg> <small>${timing(data, p)}</small></td>
<td class="n" data-l="计划（万元）">${cash(p.planned)}</td>
<td class="n" data-l="已付（万元）">${cash(p.paid)}</td>
</tr>`,
)}
</tbody>
</table>`;
}

export function answers(data, f) {
  if (!f.projects) return '<p class="far">没填项目。</p>';
  const stages = data.site.stages.filter((stage) => f[`stage:${stage}`]);
  let x = 0;
  const bars = each(stages, (stage) => {
    const part = (f[`stage:${stage}`] * 100) / f.projects;
    x += part;
    return `<rect class="${stage}" x="${(x - part).toFixed(2)}%" width="${part.toFixed(2)}%" height="8"/>`;
  });
  const said = (name, words) => (f[name] ? ` ${words(f[name])}` : "");
  return `<dl class="sums">
<div><dt>计划花</dt><dd>${sum(f.planned)}</dd></div>
<div><dt>已经付了</dt><dd>${sum(f.paid)}</dd></div>
</dl>
<div class="far">
<p><b>${count(f.projects)}个项目</b>${said("time:overdue", (n) => alert(`${n}个过期没完工`))}${said("time:not_started", (n) => alert(`${n}个过期没开工`))}${said("time:finished_late", (n) => `<span>${n}个晚了才完工</span>`)}
</p>
<svg class="bar" aria-hidden="true">${bars}</svg>
<ul class="stages">
${each(stages, (stage) => `<li class="${stage}">${data.site.labels.stage[stage]} <b>${count(f[`stage:${stage}`])}</b></li>`)}
</ul>
</div>`;
}

export function children(data, rows) {
  const start = base(data);
  return `${EXACT}
<table class="cards">
<thead><tr><th scope="col">地方</th><th scope="col" class="n">计划（万元）</th><th scope="col" class="n">已付（万元）</th><th scope="col" class="n">项目</th><th scope="col" class="n">过期</th><th scope="col" class="n">空缺岗位</th></tr></thead>
<tbody>
${each(rows, (row) => {
  const f = row.figures;
  const late = (f["time:overdue"] ?? 0) + (f["time:not_started"] ?? 0);
  const sums = f.projects
    ? `<td class="n" data-l="计划（万元）">${cash(f.planned)}</td><td class="n" data-l="已付（万元）">${cash(f.paid)}</td><td class="n" data-l="项目">${count(f.projects)}</td><td class="n" data-l="过期">${late ? alert(count(late)) : 0}</td>`
    : `<td class="unknown none">没填项目</td><td></td><td></td><td></td>`;
  const vacant = !f.posts ? UNKNOWN : f.vacant ? alert(count(f.vacant)) : 0;
  return `<tr${f.projects ? "" : ' class="blank"'}><th scope="row"><a href="${start}units/${row.id}.html">${h(row.short_name)}</a></th>
${sums}
<td class="n" data-l="空缺岗位">${vacant}</td></tr>`;
})}
</tbody>
</table>`;
}

export const holder = (post) => (post.vacant ? alert("空缺") : `<b>${h(post.person)}</b>`);

// Whom to call for the whole village.
export function called(data, contacts) {
  return each(
    contacts.filter((post) => !post.group),
    (post) =>
      `<li><span>${holder(post)} <small>${data.site.labels.role[post.role]}</small></span>${post.vacant ? "" : ` ${tel(post.phone)}`}</li>`,
  );
}

export function posts(data, contacts) {
  return `<table class="cards posts">
<thead><tr><th scope="col">小组</th><th scope="col">监督员或联络员</th><th scope="col">电话</th><th scope="col">任期</th></tr></thead>
<tbody>
${each(
  contacts,
  (post) =>
    `<tr><th scope="row">${h(post.group || "全村")}</th><td class="wide">${holder(post)} <small>${data.site.labels.role[post.role]}</small></td>${
      post.vacant
        ? '<td class="none"></td><td class="none"></td></tr>'
        : `<td data-l="电话">${tel(post.phone)}</td><td data-l="任期">${day(post.since)}–${UNKNOWN}</td></tr>`
    }`,
)}
</tbody>
</table>`;
}

export function honoured(data, rows) {
  const start = base(data);
  return `<ul class="rows">
${each(
  rows,
  (one) =>
    `<li>${one.name ? `<b>${h(one.name)}</b> ` : ""}<a href="${start}units/${one.unit}.html">${h(data.collections.units[one.unit].place)}</a> <small>${data.site.labels.honour[one.honour]}</small></li>`,
)}
</ul>`;
}

export const facts = (pairs) => `<dl class="facts">
${each(pairs, ([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`)}
</dl>`;

// The pages of the lists by county and year, `size` rows each.
export function lists(projects, size) {
  const found = new Map();
  for (const { data } of projects) {
    const key = `${data.unit.split("/")[0]}/${data.year}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(data);
  }
  return [...found].flatMap(([key, rows]) => {
    const planned = rows.reduce((total, row) => total + row.planned, 0);
    const last = Math.ceil(rows.length / size);
    const [unit, year] = key.split("/");
    const shared = { unit, year, key, total: rows.length, planned, last };
    return Array.from({ length: last }, (_, n) => ({
      ...shared,
      number: n + 1,
      rows: rows.slice(n * size, (n + 1) * size),
    }));
  });
}

export const listUrl = (key, number) =>
  `lists/projects/place/${key}/${number > 1 ? `page/${number}/` : ""}index.html`;
