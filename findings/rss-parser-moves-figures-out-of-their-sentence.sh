#!/usr/bin/env bash
# rss-parser moves every figure of an Atom entry in XHTML behind the sentence that it stood in.
#
# Atom knows texts, HTML and XHTML. XHTML needs no escaping and is checked by any XML parser, so that a feed of figures
# may well choose it: 计划花<b>12万元</b>，付了<b>3万元</b>. rss-parser, which most programs in Node read feeds with, takes it
# apart with xml2js, which keeps what an element holds as one text and its elements by their names, and writes that
# out again: texts first, then elements, those of one name together. `content` says 计划花，付了，，请打 and then 12万元, 3万元,
# 0854-0000160; `contentSnippet` runs these together. Nothing is missing, nothing is told. A good guess is that an entry is
# handed on as it is, as it is of the same words in `type="html"`.
#
# Ours: entries have plain texts alone (templates/feed.xml; tests/test_feeds.py, "feeds keep the rules of Atom").
#
# Seen 2026-12-01: rss-parser 3.13.0 of npm, with Node 20.20; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "rss-parser@3.13.0" >/dev/null
cat >feed.xml <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>tag:example.org,2018:feed</id><title>示例</title><updated>2018-12-27T00:00:00Z</updated>
<author><name>示例县</name></author>
<entry><id>tag:example.org,2018:1</id><title>as XHTML</title><updated>2018-12-27T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">计划花<b>12万元</b>，付了<b>3万元</b>，<i>晚41天</i>，请打<b>0854-0000160</b></div></content></entry>
<entry><id>tag:example.org,2018:2</id><title>as HTML</title><updated>2018-12-27T00:00:00Z</updated>
<content type="html">计划花&lt;b>12万元&lt;/b>，付了&lt;b>3万元&lt;/b>，&lt;i>晚41天&lt;/i>，请打&lt;b>0854-0000160&lt;/b></content></entry>
</feed>
XML
cat >read.js <<'JS'
const Parser = require('rss-parser');
new Parser().parseString(require('fs').readFileSync('feed.xml', 'utf8')).then(feed => {
    for (const each of feed.items) console.log(each.title + ': ' + each.content + '\n  ' + each.contentSnippet);
});
JS
node read.js | tee out.txt
diff out.txt - <<'SEEN'
as XHTML: <div type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">计划花，付了，，请打<b>12万元</b><b>3万元</b><b>0854-0000160</b><i>晚41天</i></div></div>
  计划花，付了，，请打12万元3万元0854-0000160晚41天
as HTML: 计划花<b>12万元</b>，付了<b>3万元</b>，<i>晚41天</i>，请打<b>0854-0000160</b>
  计划花12万元，付了3万元，晚41天，请打0854-0000160
SEEN
echo "as seen"
