import { frame } from "./frame.js";
import * as m from "./pieces.js";

export function render(data) {
  const { labels } = data.site;
  const groups = ["collective", "individual"]
    .map((honour) => [honour, data.honorees.filter((one) => one.honour === honour)])
    .filter(([, rows]) => rows.length);
  const main = `<h1>${m.h(data.title)} <small>${m.h(data.by_name)} · ${data.year}年</small></h1>
<p class="state"><b>${labels.commendation.decided}</b></p>
${m.facts([
  ["公示", m.UNKNOWN],
  ["表彰决定", `${m.day(data.decision.date)} ${m.h(data.decision.document)}`],
])}
${data.content}
${m.each(
  groups,
  ([honour, rows]) => `<section>
<h2>${labels.honour[honour]}</h2>
${m.honoured(data, rows)}
</section>`,
)}`;
  return frame(data, m.trail(data), main);
}
