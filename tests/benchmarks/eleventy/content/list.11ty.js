// The pages of the lists by county and year.
import { frame } from "../_includes/frame.js";
import * as m from "../_includes/pieces.js";

export const data = {
  pagination: { data: "collections.lists", size: 1, alias: "list" },
  permalink: ({ list }) => m.listUrl(list.key, list.number),
};

export function render(data) {
  const { list, collections } = data;
  const start = m.base(data);
  const name = `${collections.units[list.unit].short_name}${list.year}年项目`;
  const url = (number) => start + m.listUrl(list.key, number).replace("index.html", "");
  const main = `<h1>${m.h(name)}</h1>
<p><b>${m.count(list.total)}个项目</b> · 计划花
${m.sum(list.planned)}
</p>
${m.projects(data, list.rows, true)}
${m.pager(list, url)}`;
  const words = { title: name, lead: `${name}：每个项目计划花多少、付了多少、干到哪步、哪天完工。` };
  return frame({ ...data, ...words }, m.trail(data), main);
}
