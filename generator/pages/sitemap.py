"""`sitemap.xml` and `robots.txt`: for search engines, from the addresses of all pages."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice

SITEMAP_URLS = 40_000
"""Addresses in one site map file; the protocol allows 50,000."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def files(urls: Iterable[str], base_url: str, as_of: str) -> Iterator[tuple[str, bytes]]:
    """Yield address and content of each file. `urls` are from the root of the site, in order.

    Of the first page they say that it is of the day `as_of` (ISO form); all others change when
    they have something to say.

    Without a `base_url` there is no site map, as it may hold only absolute addresses. More than
    `SITEMAP_URLS` addresses are spread over several files, listed in `sitemap.xml`.
    """
    robots = "User-agent: *\nAllow: /\n"
    if not base_url:
        yield "robots.txt", robots.encode()
        return
    yield "robots.txt", f"{robots}Sitemap: {base_url}sitemap.xml\n".encode()
    rest = iter(urls)
    part, following = [*islice(rest, SITEMAP_URLS)], [*islice(rest, SITEMAP_URLS)]
    if not following:
        yield "sitemap.xml", _xml("urlset", "url", part, base_url, as_of)
        return
    names: list[str] = []
    while part:
        names.append(f"sitemap-{len(names) + 1}.xml")
        yield names[-1], _xml("urlset", "url", part, base_url, as_of)
        part, following = following, [*islice(rest, SITEMAP_URLS)]
    yield "sitemap.xml", _xml("sitemapindex", "sitemap", names, base_url, as_of)


def _xml(root: str, item: str, urls: Sequence[str], base_url: str, as_of: str) -> bytes:
    dated = {"index.html": f"<lastmod>{as_of}</lastmod>"}
    rows = "".join(
        f"<{item}><loc>{escape(base_url + url)}</loc>{dated.get(url, '')}</{item}>\n"
        for url in urls
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{root} xmlns="{_SPACE}">\n{rows}</{root}>\n'.encode()
