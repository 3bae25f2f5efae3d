import { frame } from "./frame.js";
import * as m from "./pieces.js";
import { KINDS, ofYear } from "./records.js";

export function render(data) {
  const { unit, year } = data.of;
  const start = m.base(data);
  const records = data.collections.ofPlace[unit.id];
  const words = `${year}年的会议、限期整改和公示`;
  const main = `<h1>${m.h(unit.short_name)}：${words}</h1>
<p>这里是“该做的做到没有”那一页上只列了标题的那些。 <a class="more" href="${start}compliance/${unit.id}.html">${m.h(unit.short_name)}：该做的做到没有</a></p>
${m.each(Object.values(KINDS), (kind) => ofYear(data, kind, records[kind] ?? [], year))}`;
  const title = `${m.heading(data.collections.units, unit)}：${words}`;
  const trail = m.placeTrail(data, unit.id, "compliance", "做到没有", true);
  return frame({ ...data, title, lead: title }, trail, main);
}
