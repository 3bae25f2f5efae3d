import { frame } from "./frame.js";
import * as m from "./pieces.js";

export function render(data) {
  const start = m.base(data);
  const given = Object.values(data.collections.commendations);
  const years = [...new Set(given.map((one) => one.year))];
  const main = `<h1>${m.h(data.title)}</h1>
${m.each(
  years,
  (year) => `<section>
<h2><a href="${start}lists/commendations/year/${year}.html">${year}年</a></h2>
<ul class="rows">
${m.each(
  given.filter((one) => one.year === year),
  (one) =>
    `<li><a href="${start}commendations/${one.id}.html">${m.h(one.title)}</a> <small>已表彰 · 表彰${one.honorees.length}个</small></li>`,
)}
</ul>
</section>`,
)}`;
  return frame(data, m.trail(data), main);
}
