// Each record is a Markdown file with a layout in JavaScript, the fastest of Eleventy's languages.
// What pages show of other records is looked up in collections that are made once.
import { readFileSync } from "node:fs";
import * as pieces from "./_includes/pieces.js";
import * as records from "./_includes/records.js";

const ROWS = 100;

export default function (config) {
  config.setQuietMode(true);

  const byWeight = (one, other) => one.data.weight - other.data.weight;
  const of = (api, kind) => api.getAll().filter((page) => page.data.kind === kind);
  const indexed = (pages) => Object.fromEntries(pages.map((page) => [page.data.id, page.data]));

  config.addCollection("projects", (api) => indexed(of(api, "project").sort(byWeight)));
  config.addCollection("units", (api) => indexed(of(api, "unit").sort(byWeight)));
  config.addCollection("commendations", (api) => indexed(of(api, "commendation").sort(byWeight)));
  config.addCollection("byUnit", (api) => {
    const found = {};
    for (const page of of(api, "project").sort(byWeight)) {
      (found[page.data.unit] ??= []).push(page.data);
    }
    return found;
  });
  // The records of the command system keep their pages, as their texts are shown on others.
  const site = JSON.parse(readFileSync("_data/site.json", "utf8"));
  const kinds = { ...records.KINDS, allotment: "allocations" };
  const every = (api) =>
    Object.fromEntries(
      Object.entries(kinds).map(([kind, name]) => [name, of(api, kind).sort(byWeight)]),
    );
  const units = (api) => of(api, "unit").sort(byWeight).map((page) => page.data);
  config.addCollection("records", every);
  config.addCollection("recordLists", (api) => records.lists(site, every(api), ROWS));
  config.addCollection("notices", (api) => indexed(of(api, "notice")));
  config.addCollection("allotments", (api) => indexed(of(api, "allotment")));
  config.addCollection("ofPlace", (api) => {
    const found = {};
    for (const [name, pages] of Object.entries(every(api))) {
      for (const page of pages) ((found[page.data.unit] ??= {})[name] ??= []).push(page);
    }
    return found;
  });
  config.addCollection("below", (api) => {
    const found = {};
    for (const unit of units(api)) {
      const above = unit.id.includes("/") ? unit.id.slice(0, unit.id.lastIndexOf("/")) : site.root;
      if (unit.id !== site.root) (found[above] ??= []).push(unit);
    }
    return found;
  });
  config.addCollection("places", units);
  config.addCollection("ledgers", (api) => units(api).filter((unit) => unit.duties.funds === unit.id));
  config.addCollection("years", (api) =>
    units(api).flatMap((unit) => unit.duties.years.map((year) => ({ unit, year }))),
  );
  config.addCollection("lists", (api) => pieces.lists(of(api, "project").sort(byWeight), ROWS));

  return {
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
    dataTemplateEngine: false,
  };
}
