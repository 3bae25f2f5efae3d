import { frame } from "./frame.js";
import * as m from "./pieces.js";

export function render(data) {
  const { site, collections } = data;
  const start = m.base(data);
  const counties = Object.values(collections.units).filter((unit) => unit.level === "county");
  const cell = (unit, year) => {
    const number = unit.figures[`year:${year}`];
    return `<td class="n">${number ? `<a href="${start}lists/projects/place/${unit.id}/${year}/">${m.count(number)}</a>` : ""}</td>`;
  };
  const main = `<h1>${m.h(data.title)}</h1>
<section>
<h2>按县市和年度</h2>
<table class="grid">
<thead><tr><th scope="col">地方</th>
${m.each(site.years, (year) => `<th scope="col" class="n">${year}年</th>`)}
</tr></thead>
<tbody>
${m.each(
  counties,
  (unit) => `<tr><th scope="row"><a href="${start}units/${unit.id}.html">${m.h(unit.short_name)}</a></th>
${m.each(site.years, (year) => cell(unit, year))}
</tr>`,
)}
</tbody>
</table>
</section>`;
  return frame(data, m.trail(data), main);
}
