// The frame of every page.
import { base, h } from "./pieces.js";

export function frame(data, trail, main) {
  const { site, page } = data;
  const start = base(data);
  const title = h(data.heading ?? data.title);
  const lead = h(data.lead);
  const canonical = site.base_url + page.url.slice(1);
  return `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${title} - ${h(site.title)}</title>
<meta name="description" content="${lead}">
<link rel="stylesheet" href="${start}assets/style.css">
<link rel="icon" href="${start}assets/icon.svg" type="image/svg+xml">
<link rel="canonical" href="${canonical}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="${h(site.title)}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${lead}">
<meta property="og:url" content="${canonical}">
</head>
<body>
${header(site, start)}
${trail}<main id="main">
${main}
</main>
<footer>
<p class="asof">数据截至${site.as_of_day}${data.record ? ` · 出自记录 <code>${h(data.record)}</code>` : ""}</p>
${footer(site, start)}
</footer>
</body>
</html>
`;
}

// Both are the same on every page, and made once.
const made = {};

function header(site, start) {
  return (made.header ??= `<a class="skip" href="#main">跳到正文</a>
<p class="demo">这是演示数据：项目、金额、人名和电话都是虚构的。</p>
<header>
<p><a href="${start}">${h(site.title)}</a></p>
<nav aria-label="主菜单"><ul>
<li><a href="${start}units/${site.root}.html">找地方</a></li>
<li><a href="${start}lists/projects/index.html">项目</a></li>
<li><a href="${start}units/${site.root}.html#supervisors">监督员</a></li>
<li><a href="${start}lists/commendations/index.html">表彰</a></li>
<li><a href="${start}compliance/${site.root}.html">做到没有</a></li>
</ul></nav>
</header>`);
}

function footer(site, start) {
  return (made.footer ??= `<section id="complain">
<h2>投诉举报</h2>
<ul>
${site.lines.map((line) => `<li><a class="tel" href="tel:${line}">${line}</a> 全国热线</li>`).join("\n")}
</ul>
</section>
<nav aria-label="关于本站"><ul>
${site.menu.map((text) => `<li><a href="${start}${text.id}.html">${h(text.title)}</a></li>`).join("\n")}
</ul></nav>`);
}
