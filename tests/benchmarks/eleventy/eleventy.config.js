// Each record is a Markdown file with a layout in JavaScript, the fastest of Eleventy's languages.
// What pages show of other records is looked up in collections that are made once.
import * as pieces from "./_includes/pieces.js";

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
  config.addCollection("lists", (api) => pieces.lists(of(api, "project").sort(byWeight), ROWS));

  return {
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
    dataTemplateEngine: false,
  };
}
