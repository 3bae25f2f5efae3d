// The pages of the lists of records by kind and state.
import { frame } from "../_includes/frame.js";
import * as m from "../_includes/pieces.js";
import { line, listUrl } from "../_includes/records.js";

export const data = {
  pagination: { data: "collections.recordLists", size: 1, alias: "list" },
  permalink: ({ list }) => listUrl(list.of, list.state, list.number),
};

export function render(data) {
  const { list, site } = data;
  const start = m.base(data);
  const all = site.labels.kind[list.of];
  const name = list.state ? `${all}：${site.labels[list.of][list.state]}` : all;
  const url = (number) => start + listUrl(list.of, list.state, number).replace("index.html", "");
  const main = `<h1>${name}</h1>
${
  list.rows.length
    ? `<ul class="rows">
${m.each(list.rows, (page) => line[list.of](data, page.data))}
</ul>
${m.pager(list, url)}`
    : "<p>没填。</p>"
}`;
  const words = { title: name, lead: `${name}，按地方排列，新的在前。` };
  return frame({ ...data, ...words }, m.trail(data), main);
}
