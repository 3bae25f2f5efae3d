#!/usr/bin/env bash
# @extractus/feed-extractor takes the first link of an Atom feed for its page, whatever `rel` says.
#
# RFC 4287: a feed has a link with rel="alternate", to its page, and should have one with rel="self" (4.1.1,
# 4.2.7); nothing is meant by the order of elements (4.1.1, 4.1.2). A good guess is that a reader goes by `rel`. Where
# the link to itself stands first, a reader made with this leads its people to a page of XML, and from an entry to
# whatever is named before its page. So the link to the page stands first in our feeds (templates/feed.xml).
#
# Seen 2026-11-30: @extractus/feed-extractor 8.0.3 (npm), Node 20; the link of the feed, and of its entry:
#   rel="self" first, rel="related" first: https://x.example/feed.xml https://x.example/b.html
#   rel="alternate" first: https://x.example/news.html https://x.example/a.html
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "@extractus/feed-extractor@8.0.3" >/dev/null
cat >read.mjs <<'JS'
import { extractFromXml } from '@extractus/feed-extractor'

const own = '<link rel="self" type="application/atom+xml" href="https://x.example/feed.xml"/>'
const page = '<link rel="alternate" type="text/html" href="https://x.example/news.html"/>'
const entry = ['<link rel="related" href="https://x.example/b.html"/>', '<link rel="alternate" href="https://x.example/a.html"/>']
const feed = (links, of) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:x.example,2018:feed</id><title>甲</title>
<updated>2018-12-28T00:00:00Z</updated><author><name>乙</name></author>${links}
<entry><id>tag:x.example,2018:a</id><title>丙</title><updated>2018-12-28T00:00:00Z</updated>${of}</entry></feed>`
for (const [links, of] of [[own + page, entry.join('')], [page + own, entry.reverse().join('')]]) {
  const found = extractFromXml(feed(links, of))
  console.log(found.link, found.entries[0].link)
}
JS
node read.mjs >out.txt
printf '%s\n' 'https://x.example/feed.xml https://x.example/b.html' 'https://x.example/news.html https://x.example/a.html' >seen.txt
diff seen.txt out.txt
echo "as seen"
