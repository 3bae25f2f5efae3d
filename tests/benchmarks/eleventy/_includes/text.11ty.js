import { frame } from "./frame.js";
import * as m from "./pieces.js";

export function render(data) {
  const main = `<article>
<h1>${m.h(data.title)}</h1>
${data.content}
</article>`;
  return frame(data, m.trail(data), main);
}
