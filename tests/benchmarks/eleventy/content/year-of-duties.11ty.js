// The pages of the earlier years of a unit's duties.
export const data = {
  pagination: { data: "collections.years", size: 1, alias: "of" },
  permalink: ({ of }) => `compliance/${of.unit.id}--${of.year}.html`,
  layout: "year-of-duties.11ty.js",
};

export const render = () => "";
