"""The desk works in the last browser that the offices' old machines have: Chrome 108.

The engine is fetched for it (160 MB), so this is tried with LONGER alone.
"""

from pathlib import Path

import pytest

from tests import old_engines
from tests.records import LONGER
from tests.test_desk import desk
from tests.test_desk_hand import ROAD

TYPE = """\
((name, value) => {
  const path = ['fields', 'fields > details'].map(each => `#${each} > [data-name=${name}]`).join();
  const cell = document.querySelector(path).querySelector('input[type=text], textarea');
  cell.value = value;
  cell.dispatchEvent(new Event('input', {bubbles: true}));
  return true;
})"""


@pytest.mark.skipif(LONGER <= 1, reason="only with LONGER: the engine is large")
def test_a_record_is_changed_in_chrome_108(whole: Path) -> None:
    with desk(whole) as clerk, old_engines.running(old_engines.OFFICE) as engine:
        engine.ask(url=f"{clerk.address}/desk/enter?key={clerk.key}", size=[1000, 800])
        said = engine.ask(script="navigator.userAgent")["value"]
        assert "Chrome/108." in said
        engine.ask(url=f"{clerk.address}/desk/at?url=projects/jia/dong/shang/2018-gonglu.html")
        engine.ask(script=f"{TYPE}('year', '去年')")
        wrong = "!!document.querySelector('[data-name=year] .told .error')"
        assert engine.ask(wait=wrong, script=wrong)["value"]
        engine.ask(script=f"{TYPE}('year', '2018')")
        engine.ask(script=f"{TYPE}('address', '老电脑上改的')")
        rows = "document.querySelectorAll('[data-name=progress] > ol > li').length"
        before = engine.ask(script=rows)["value"]
        engine.ask(script="document.querySelector('[data-name=progress] > p > button').click()")
        assert engine.ask(script=rows)["value"] == before + 1
        out = "[data-name=progress] > ol > li:last-child > .tools > [data-do=out]"
        engine.ask(script=f"document.querySelector('{out}').click()")
        engine.ask(script="document.getElementById('save').click()")
        told = engine.ask(
            wait="!document.getElementById('words').hidden",
            script="document.getElementById('changes').textContent",
        )
        assert "老电脑上改的" in told["value"]
        engine.ask(script="document.getElementById('yes').click()")
        shown = "document.body.textContent.includes('老电脑上改的')"
        assert engine.ask(
            wait=f"location.pathname.startsWith('/projects/') && {shown}", script=shown
        )
        assert "老电脑上改的" in (whole / ROAD).read_text("utf-8")
        assert engine.ask(script="1")["said"] == []
