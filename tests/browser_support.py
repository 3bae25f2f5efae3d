"""Since when browsers know what stylesheets and scripts use, by MDN's compatibility data.

`python -m tests.browser_support VERSION` fetches that version of `@mdn/browser-compat-data` with
npm and keeps of it, in `browser_support.json`, what phones as old as `FLOOR` do not know.
`in_stylesheet` and `in_script` find what of it is used.
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import tinycss2
from pygments.lexers.javascript import JavascriptLexer
from pygments.token import Comment, Keyword, Name, Punctuation, String

FILE = Path(__file__).with_suffix(".json")
PACKAGE = "@mdn/browser-compat-data"
FLOOR = (49.0, 10.0)
"""The oldest Chrome and the oldest iOS whose phones must show every page right."""
BROWSERS = (("chrome", "chrome_android"), ("safari_ios",))
NEVER = 999.0
"""The version of a browser that does not know something to this day."""
INTERFACES = re.compile(
    r"Document|DocumentFragment|Element|HTML(?!Media|Video|Audio|Canvas|Portal|Fenced)\w*|Node|NodeList"
    r"|Window|History|Location|Storage|URL|URLSearchParams|Event|EventTarget|CustomEvent|UIEvent"
    r"|DOMTokenList|DOMStringMap|DOMRect|XMLHttpRequest|Response|Headers|Navigator|ParentNode"
    r"|CharacterData|Text|Range|Selection|Clipboard|AbortController|IntersectionObserver|SVGElement"
)
"""What of the browser's own objects a page of text may want; the rest would only blur names."""
SYNTAX = {
    "=>": "functions.arrow_functions",
    "**": "operators.exponentiation",
    "?.": "operators.optional_chaining",
    "??": "operators.nullish_coalescing",
    "...": "operators.spread",
    "const": "statements.const",
    "let": "statements.let",
    "class": "statements.class",
    "async": "statements.async_function",
    "await": "operators.await",
    "yield": "operators.yield",
    "import": "statements.import",
    "export": "statements.export",
}
IN_REGEX = {
    r"\\p\{": "regular_expressions.unicode_character_class_escape",
    r"\(\?<[=!]": "regular_expressions.lookbehind_assertion",
    r"\(\?<\w": "regular_expressions.named_capturing_group",
    r"/[a-z]*s[a-z]*$": "builtins.RegExp.dotAll",
    r"/[a-z]*u[a-z]*$": "builtins.RegExp.unicode",
    r"/[a-z]*y[a-z]*$": "builtins.RegExp.sticky",
    r"/[a-z]*v[a-z]*$": "builtins.RegExp.unicodeSets",
}
UNITS = frozenset(
    ("px", "em", "rem", "ex", "ch", "s", "ms", "deg", "vw", "vh", "vmin", "fr", "mm", "pt")
)
ALIGNED = ("align-content", "align-items", "align-self", "justify-content")
IN_ROWS = ("flex-start", "flex-end", "center", "baseline", "stretch", "space-between")
"""Values of these that all know in rows; the data tell since when in grids."""


class Feature(NamedTuple):
    """Something a browser may not know: its name, and the first Chrome and iOS that do."""

    name: str
    chrome: float
    ios: float

    def new(self) -> bool:
        """Tell whether a phone that must show every page right may not know it."""
        return self.chrome > FLOOR[0] or self.ios > FLOOR[1]


# ---- what is kept of the data


def first_version(support: Mapping[str, Any], browsers: Iterable[str]) -> float:
    """Return the first version since which all of `browsers` know something, as it is written."""
    versions = []
    for browser in browsers:
        stated = support.get(browser, {"version_added": False})
        known = [NEVER]
        for each in stated if isinstance(stated, list) else [stated]:
            odd = {"version_removed", "flags", "prefix", "alternative_name"}
            added = each["version_added"]
            if not odd & each.keys() and added not in (False, None, "preview"):
                known.append(float(".".join(added.lstrip("≤").split(".")[:2])))
        versions.append(min(known))
    return max(versions)


def features(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[Feature]:
    """Yield every feature of a part of the data."""
    if path and "__compat" in data:
        support = data["__compat"]["support"]
        yield Feature(".".join(path), *(first_version(support, each) for each in BROWSERS))
    for name, inner in data.items():
        if name != "__compat" and isinstance(inner, dict):
            yield from features(inner, (*path, name))


def kept(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept: of stylesheets and of scripts what some phones do not know."""
    of_css = [each for each in features(data["css"]) if each.new()]
    interfaces = {name: each for name, each in data["api"].items() if INTERFACES.fullmatch(name)}
    globals_ = {name: each for name, each in data["api"].items() if name not in interfaces}
    of_js = [*features(data["javascript"]), *features(interfaces, ("api",))]
    of_js += [each for each in features(globals_, ("api",)) if each.name.count(".") == 1]
    return {
        "source": f"{PACKAGE} {data['__meta']['version']}",
        "floor": FLOOR,
        "css": {each.name: each[1:] for each in sorted(of_css)},
        "js": {each.name: each[1:] for each in sorted(of_js) if each.new()},
    }


def fetch(version: str) -> Mapping[str, Any]:
    """Return the data of a version, as npm's registry has it."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"{PACKAGE}@{version}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as packed:
            file = packed.extractfile("package/data.json")
            assert file is not None
            data: dict[str, Any] = json.load(file)
    return data


def main(version: str) -> None:
    """Write anew what is kept, of this version of the data; a line for each feature."""
    whole = kept(fetch(version))
    text = json.dumps(whole, ensure_ascii=False, indent=0)
    text = re.sub(r"\[\n([\d.]+),\n([\d.]+)\n\]", r"[\1, \2]", text).replace(".0,", ",")
    FILE.write_text(text.replace(".0]", "]") + "\n", "utf-8", newline="\n")


@cache
def data() -> Mapping[str, Any]:
    """Return what is kept."""
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return found


def known_as_new(kind: str, name: str) -> Feature | None:
    """Return a feature of stylesheets or scripts that phones may not know; none where all do."""
    found = data()[kind].get(name)
    return Feature(name, *found) if found else None


# ---- stylesheets


class Use(NamedTuple):
    """Where something new is used: what it is, the rule, and whether it falls back by itself."""

    feature: Feature
    where: str
    falls_back: bool


def in_stylesheet(css: str) -> Iterator[Use]:
    """Yield what of a stylesheet is new for some phones; print apart, which no old phone does."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    yield from _in_rules(rules, asked=False)


def _in_rules(rules: Iterable[Any], *, asked: bool) -> Iterator[Use]:
    for rule in rules:
        assert rule.type != "error", rule.message
        head = tinycss2.serialize(rule.prelude).strip()
        if rule.type == "at-rule":
            if rule.lower_at_keyword == "page" or "print" in head:
                continue
            for feature in _in_condition(rule):
                yield Use(feature, f"@{rule.at_keyword} {head}", falls_back=True)
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            supports = rule.lower_at_keyword == "supports" and not head.startswith("not")
            yield from _in_rules(inner, asked=asked or supports)
            continue
        for feature in _in_selector(rule.prelude):
            yield Use(feature, head, falls_back=False)
        yield from _in_block(rule.content, head, asked=asked)


def _in_condition(rule: Any) -> Iterator[Feature]:
    """Yield the media features that are new: where one is not known, its rules do not hold."""
    for token in _flat(rule.prelude):
        if token.type == "ident" and rule.lower_at_keyword == "media":
            found = known_as_new("css", f"at-rules.media.{token.lower_value}")
            if found:
                yield found


def _flat(tokens: Iterable[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from _flat(getattr(token, "content", None) or getattr(token, "arguments", None) or ())


def _in_selector(prelude: list[Any]) -> Iterator[Feature]:
    tokens = list(_flat(prelude))
    for before, token in pairwise(tokens):
        if before.type == "literal" and before.value == ":":
            name = getattr(token, "lower_name", None) or getattr(token, "lower_value", "")
            found = known_as_new("css", f"selectors.{name}")
            if found:
                yield found
            listed = name == "not" and any(each == "," for each in getattr(token, "arguments", ()))
            if listed and (found := known_as_new("css", "selectors.not.selector_list")):
                yield found


def _in_block(content: list[Any], head: str, *, asked: bool) -> Iterator[Use]:
    plain: set[str] = set()  # properties that this rule has set before in a way that all know
    for each in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        assert each.type == "declaration", (head, tinycss2.serialize([each]))
        name = each.lower_name
        if name.startswith("--"):
            continue
        found = [] if name.startswith("-webkit-") else list(_in_declaration(name, each.value))
        for feature in found:
            yield Use(feature, f"{head} {{ {name} }}", falls_back=asked or name in plain)
        if not found:
            plain.add(name.removeprefix("-webkit-"))


def _in_declaration(name: str, value: list[Any]) -> Iterator[Feature]:
    # in a grid it is called `grid-gap`, by its old name, which all browsers with grids know
    own = f"properties.{name}" + (".flex_context" if name == "gap" else "")
    found = [known_as_new("css", own)]
    for token in _flat(value):
        if token.type == "ident":
            word = token.lower_value
            if name not in ALIGNED or word not in IN_ROWS:
                found.append(known_as_new("css", f"properties.{name}.{word}"))
        elif token.type == "function":
            found += [known_as_new("css", each) for each in _functions(token.lower_name)]
        elif token.type == "dimension" and token.lower_unit not in UNITS:
            found.append(Feature(f"the unit {token.unit}", NEVER, NEVER))
    yield from {each for each in found if each}


def _functions(name: str) -> list[str]:
    """Return the features that a function is known as."""
    ending = f".{name}"
    return [each for each in data()["css"] if each.startswith("types.") and each.endswith(ending)]


# ---- scripts


def in_script(script: str, meant: Mapping[str, str]) -> Iterator[Feature]:
    """Yield what of a script is new for some phones; `meant` says which of several names may mean.

    A name that means something old here and something new there raises `LookupError`, unless that
    is said: `forEach` of an array is old, that of a list of nodes is not.
    """
    tokens = [
        (kind, text)
        for kind, text in JavascriptLexer().get_tokens(script)
        if kind not in Comment and text.strip()
    ]
    for n, (kind, text) in enumerate(tokens):
        before = tokens[n - 1][1] if n else ""
        if (before, text) == ("?", "."):
            yield from _new(SYNTAX["?."])
        if kind in String.Regex:
            yield from _in_regex(text)
        elif kind in String and n > 1 and tokens[n - 2][1] == "RegExp":
            flags = tokens[n + 2][1].strip("'") if tokens[n + 1][1] == "," else ""
            yield from _in_regex(text[1:-1].replace(r"\\", "\\") + f"/{flags}")
        elif kind in String.Backtick:
            yield from _new("grammar.template_literals")
        elif (kind in Keyword or kind in Punctuation or "Operator" in str(kind)) and text in SYNTAX:
            yield from _new(SYNTAX[text])
        elif kind in Name and before == "." and re.fullmatch(r"[\w$]+", text):
            owner = tokens[n - 2][1] if n > 1 else ""
            yield from _member(owner, text, meant)
        elif kind in Name:
            yield from (*_new(f"api.{text}"), *_new(f"builtins.{text}"))


def _new(name: str) -> Iterator[Feature]:
    found = known_as_new("js", name)
    if found:
        yield found


def _in_regex(text: str) -> Iterator[Feature]:
    for pattern, name in IN_REGEX.items():
        if re.search(pattern, text):
            yield from _new(name)


@cache
def _members() -> Mapping[str, list[str]]:
    """Return what is new of old objects, by the last part of its name.

    To new objects nothing leads but what is new itself; what belongs to `Symbol` stands behind its
    name, and iterators come from generators alone, which no script has.
    """
    apart = {*data()["js"], "builtins.Symbol", "builtins.Iterator"}
    found: dict[str, list[str]] = {}
    for name in data()["js"]:
        owner, _, last = name.rpartition(".")
        if owner.count(".") == 1 and owner not in apart:
            found.setdefault(last, []).append(name)
    return found


def _member(owner: str, name: str, meant: Mapping[str, str]) -> Iterator[Feature]:
    """Yield what a name behind a dot means, if that is new."""
    if owner[:1].isupper():  # of an object that is there by its name, as in `Object.entries`
        yield from (*_new(f"builtins.{owner}.{name}"), *_new(f"api.{owner}.{name}_static"))
    elif owner == "window":
        yield from (*_new(f"api.{name}"), *_new(f"builtins.{name}"), *_new(f"api.Window.{name}"))
    elif name in meant:
        yield from _new(meant[name])
    elif name in _members():
        raise LookupError(f".{name} may be {', '.join(_members()[name])}")


if __name__ == "__main__":
    main(sys.argv[1])
