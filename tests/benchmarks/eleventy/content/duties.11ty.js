// The page of duties of each unit.
export const data = {
  pagination: { data: "collections.places", size: 1, alias: "unit" },
  permalink: ({ unit }) => `compliance/${unit.id}.html`,
  layout: "duties.11ty.js",
};

export const render = () => "";
