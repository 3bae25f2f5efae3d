import { frame } from "./frame.js";
import * as m from "./pieces.js";

export function render(data) {
  const start = m.base(data);
  const given = Object.values(data.collections.commendations);
  const main = `<h1>${m.h(data.title)}</h1>
${m.each(
  given.filter((one) => one.year === data.year),
  (one) => `<section>
<h2><a href="${start}commendations/${one.id}.html">${m.h(one.title)}</a></h2>
<p>已表彰</p>
${m.honoured(data, one.honorees)}
</section>`,
)}`;
  return frame(data, m.trail(data), main);
}
