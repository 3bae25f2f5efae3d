// The page of the money of each place that has any.
export const data = {
  pagination: { data: "collections.ledgers", size: 1, alias: "unit" },
  permalink: ({ unit }) => `funds/${unit.id}.html`,
  layout: "funds.11ty.js",
};

export const render = () => "";
