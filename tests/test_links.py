"""Links are held against what there will be, wherever the pages were made."""

import pickle
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.base.sorted_rows import SortedRows
from generator.build.build_db import Job, Made
from generator.build.links import Links, Noted, Notes, resolve
from tests.records import steady

NAMES = st.sampled_from(["a", "one.html", "here", "a&amp;b", "%E4%BA%8C", "二", "..", ".x", "-y"])
TARGETS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "../", "../../", "/", "./", "tel:", "https://"]),
    st.lists(NAMES, max_size=3).map("/".join),
    st.one_of(st.just(""), st.just("#"), NAMES.map("#{}".format)),
)
PAGE = '<a href="../b/two.html">二</a> <a href="../c.html">三</a> <h2 id="here">标题</h2>'


def noted(*pages: tuple[str, str]) -> tuple[Noted, list[Made]]:
    """Note pages, address and content, as those of one job; return what was made, too."""
    notes = Notes()
    deep = [notes.take(url, content)[0] for url, content in pages]
    made = [Made(url, b"", "", 0, each) for (url, _), each in zip(pages, deep, strict=True)]
    return notes.noted(url for url, _ in pages), made


def broken(*jobs: tuple[Noted, list[Made]], site: Path = Path("nowhere")) -> list[str]:
    """Return page and target of each link of these jobs that leads nowhere."""
    said: list[list[str]] = []
    for rows in (SortedRows, partial(SortedRows, most=1)):
        links = Links(rows)
        every = {str(n): Job(b"", tuple(made)) for n, (_, made) in enumerate(jobs)}
        for one, _ in jobs:
            links.add(one)
        files = SortedRows((each.url, ("", 0)) for job in every.values() for each in job.made)
        broken = links.broken(every, every, files.__contains__, ["/there.js"], site)
        found = (dict(each.values) for each in broken)
        said.append([f"{each['page']} {each['target']}" for each in found])
    assert said[0] == said[1], "it does not matter what memory holds"
    return said[0]


def test_a_job_hands_up_only_links_that_lead_out_of_it() -> None:
    one, _ = noted(("a/one.html", PAGE), ("c.html", ""))
    assert one.away == {"b/two.html": "a/one.html"}
    assert one.ids == {"a/one.html": ("here",), "c.html": ()}


def test_links_may_lead_to_jobs_before_and_after() -> None:
    first, last = noted(("b/two.html", "")), noted(("c.html", ""))
    assert broken(first, noted(("a/one.html", PAGE)), last) == []
    assert broken(first, noted(("a/one.html", PAGE))) == ["a/one.html c.html"]


def test_the_first_page_that_leads_nowhere_is_named() -> None:
    link = '<a href="lost.html">丢</a>'
    assert broken(noted(("x.html", link), ("y.html", link)), noted(("w.html", link))) == [
        "x.html lost.html"
    ]


@pytest.mark.parametrize(
    ("link", "lost"),
    [
        ("#here", []),
        ("#gone", ["a/one.html a/one.html#gone"]),
        ("../b/two.html#top", []),
        ("../b/two.html#gone", ["a/one.html b/two.html#gone"]),
        ("../b/three.html#top", ["a/one.html b/three.html#top"]),
        ("/there.js", []),
        ("/other.js", ["a/one.html /other.js"]),
        ("https://example.org/x.html", []),
        ("../b/%E4%BA%8C.html#a&amp;b", []),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_a_place_within_a_page_has_to_be_there(link: str, lost: list[str], together: bool) -> None:
    page = ("a/one.html", f'<h2 id="here">标题</h2><a href="{link}">那里</a>')
    others = [("b/two.html", '<p id="top">'), ("b/二.html", '<p id="a&amp;b">')]
    jobs = [noted(page, *others)] if together else [noted(page), noted(*others)]
    assert broken(*jobs) == lost


def test_pages_that_stand_are_looked_into_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text('<p id="top">', "utf-8")
    standing = (Noted(), [Made("b.html", b"", "", 0)])
    page = ("a.html", '<a href="b.html#top">上</a><a href="b.html#end">下</a>')
    assert broken(noted(page), standing, site=tmp_path) == ["a.html b.html#end"]


def test_pages_that_stand_are_told_of_a_place_that_went() -> None:
    deep = ("b.html#gone", "c.html#gone")
    standing = (Noted(), [Made("y.html", b"", "", 0, deep), Made("z.html", b"", "", 0, deep)])
    # what leads into a page that was not made anew was held against it before
    kept = (Noted(), [Made("c.html", b"", "", 0)])
    assert broken(noted(("b.html", '<p id="top">')), standing, kept) == ["y.html b.html#gone"]


def test_places_that_many_pages_lead_to_are_held_once() -> None:
    pages = [(f"{n}.html", '<a href="b.html#top">上</a>') for n in range(2)]
    _, (first, second) = noted(*pages)
    first, second = pickle.loads(pickle.dumps((first, second)))  # noqa: S301 (our own)
    assert first.deep[0] is second.deep[0]


@steady(400)
@given(st.lists(TARGETS, max_size=8), st.lists(NAMES, max_size=4), st.integers(0, 2))
@example(["#%E4%BA%8C", "#here", "#gone", "../a#%E4%BA%8C"], ["%E4%BA%8C", "here"], 1)
def test_what_is_known_of_most_links_is_what_resolving_each_of_them_says(
    targets: list[str], ids: list[str], depth: int
) -> None:
    url = "a/" * depth + "one.html"
    page = "".join(f'<a href="{each}">' for each in targets)
    page += "".join(f'<p id="{each}">' for each in ids)
    own = {f"{url}#{unescape(each)}" for each in ids}
    led = {each: resolve(url, each) for each in targets}
    deep = {to for each, to in led.items() if "#" in to and each[0] != "#"}
    found, [made] = noted((url, page))
    assert made.deep == tuple(sorted(deep))
    assert found.away.keys() == {*led.values()} - {"", url} - deep - own


@steady(400)
@given(st.lists(st.tuples(st.sampled_from(["", "a/", "b/", "a/a/", "b/a/"]), TARGETS), max_size=12))
@example([("a/", "../a/one.html#here"), ("b/", "../a/one.html#here"), ("a/a/", "../a/one.html#a")])
@example([("a/", "one.html"), ("b/", "one.html"), ("b/", "../../one.html#here")])
def test_what_pages_of_several_folders_link_to_is_what_resolving_each_link_says(
    links: list[tuple[str, str]],
) -> None:
    pages = [(f"{folder}{n}.html", each) for n, (folder, each) in enumerate(links)]
    found, made = noted(*((url, f'<p id="here"><a href="{each}">') for url, each in pages))
    led = [(resolve(url, each), each[:1] == "#") for url, each in pages]
    deep = [to if "#" in to and not within else "" for to, within in led]
    assert [each.deep for each in made] == [(to,) if to else () for to in deep]
    own = {f"{url}#here" for url, _ in pages}
    away = {to for to, within in led if within or "#" not in to}
    assert found.away.keys() == away - {"", *own, *(url for url, _ in pages)}


def test_a_page_whose_address_ends_like_an_id_of_another_is_no_place_within_that() -> None:
    found, _ = noted(("a.html", '<p id="html"><a href="others.html">'))
    assert found.away == {"others.html": "a.html"}


def test_ids_that_a_page_has_twice_are_told() -> None:
    _, twice = Notes().take("a.html", '<p id="x"><p id="y"><p id="x">')
    assert twice == ["x"]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("", ""),
        ("mailto:a@example.org", ""),
        ("//example.org/x", ""),
        ("#x", "a/b.html#x"),
        ("../x%20y.html", "x y.html"),
        ("c.html#%E4%BA%8C", "a/c.html#二"),
        ("/live.js", "/live.js"),
    ],
)
def test_an_address_is_resolved_from_its_page(target: str, found: str) -> None:
    assert resolve("a/b.html", target) == found


@pytest.mark.parametrize("text", ["看 id=", "看 href=", "看 src="])
@pytest.mark.parametrize("after", [' src="x.png"><a href="none.html">', '><a href="none.html">'])
def test_a_text_that_ends_like_an_attribute_hides_no_link(text: str, after: str) -> None:
    page = f'<img src="a.html" alt="{text}"{after}'
    found = broken(noted(("a.html", page), ("x.png", "")))
    assert found == ["a.html none.html"]
