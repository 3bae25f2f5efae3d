#!/usr/bin/env bash
# Jinja's `{% include "note.html" without context %}` goes astray in a macro, `{% call %}`, `{% filter %}` or `{% set %}…{% endset %}`.
#
# Its documentation says of an include without context only that the included file does not see the page's variables, which
# saves time. So a good guess is that its text stands in a macro as it does outside. The template compiles, too. But the code written
# for it has a `yield from`: a macro shows a generator object in place of its text; out of a set or a filter the text gets away, to where
# the tag stands, unfiltered, and the variable is empty, all without a word. With context, and as an import that is shown, all is well.
#
# Own templates of a site may do it: such an include is made as that import (generator/build/template_environment.py, `_included`;
# tests/test_template_once.py, "what is included without context is there where text is gathered").
#
# Seen 2026-12-01: Jinja2 3.1.6 (PyPI), MarkupSafe 3.0.3, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "jinja2==3.1.6" "markupsafe==3.0.3"
cat >look.py <<'PYTHON'
import re

import jinja2

NOTE = '{% include "note.html" without context %}'
PAGES = {
    "by itself": NOTE,
    "in a block": "{% block b %}" + NOTE + "{% endblock %}",
    "in a macro": "{% macro m() %}" + NOTE + "{% endmacro %}{{ m() }}",
    "in a macro, with context": "{% macro m() %}" + NOTE.replace(" without context", "") + "{% endmacro %}{{ m() }}",
    "in a call": "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}" + NOTE + "{% endcall %}",
    "in a set": "{% set x %}" + NOTE + "{% endset %}shown: [{{ x }}]",
    "in a set, with context": "{% set x %}" + NOTE.replace(" without context", "") + "{% endset %}shown: [{{ x }}]",
    "in a filter": "{% filter reverse %}" + NOTE + "{% endfilter %}",
    "as an import in a macro": '{% macro m() %}{% import "note.html" as n %}{{ n }}{% endmacro %}{{ m() }}',
}
for name, page in PAGES.items():
    files = jinja2.DictLoader({"note.html": "公示", "page.html": page})
    templates = jinja2.Environment(loader=files)
    try:
        shown = templates.get_template("page.html").render()
    except Exception as error:
        shown = f"{type(error).__name__}: {error}"
    print(f"{name}: {re.sub('0x[0-9a-f]+', '0x…', shown)}")
PYTHON
PYTHONIOENCODING=utf-8 venv/bin/python look.py | tee out.txt
diff out.txt - <<'SEEN'
by itself: 公示
in a block: 公示
in a macro: <generator object root.<locals>.macro at 0x…>
in a macro, with context: 公示
in a call: [<generator object root.<locals>.macro at 0x…>]
in a set: 公示shown: []
in a set, with context: shown: [公示]
in a filter: 公示
as an import in a macro: 公示
SEEN
echo "as seen"
