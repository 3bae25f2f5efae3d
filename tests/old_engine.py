"""An old engine of browsers, asked what a page is like in it: reads questions, writes answers.

This runs in a process of its own, with the folder of one engine on its path (`tests/old_engines.py`
makes both). A line of its input is a question in JSON, a line of its output the answer:

- `size`: width and height of the window in pixels;
- `url`: the page to load, with `javascript` or not;
- `wait`: an expression that has to be true before the answer, for at most ten seconds;
- `script`: an expression whose value is the answer's `value`; `picture`: a file for a picture.

The answer has what the console `said` besides.
"""

import ctypes
import json
import sys
import types
from importlib.util import find_spec
from typing import Any

PATIENCE = 20_000  # milliseconds that a page may take
FLAGS = (
    "--no-sandbox",  # which refuses to run as root, as containers do
    "--disable-gpu",
    "--enable-overlay-scrollbar",  # as on a phone, where scrollbars take no width
    "--enable-features=OverlayScrollbar",  # the same, since Chrome 60 or so
)
LOOKS = 100  # for what is waited for, one each tenth of a second


def lend_sip() -> None:
    """Let modules older than 2018 find `sip` where they look: at the top, under its old name."""
    get, make = ctypes.pythonapi.PyCapsule_GetPointer, ctypes.pythonapi.PyCapsule_New
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    make.restype = ctypes.py_object
    make.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    from PyQt5 import sip  # noqa: PLC0415 (not in every engine)

    old = types.ModuleType("sip")
    old.__dict__.update(sip.__dict__)
    old.__name__ = "sip"
    old.__dict__["_C_API"] = make(get(sip._C_API, b"PyQt5.sip._C_API"), b"sip._C_API", None)
    sys.modules["sip"] = old


OF_6 = find_spec("PyQt6") is not None
if OF_6:
    from PyQt6.QtCore import QEventLoop, QTimer, QUrl
    from PyQt6.QtWebEngineCore import QWebEnginePage, QWebEngineScript, QWebEngineSettings
    from PyQt6.QtWebEngineWidgets import QWebEngineView
    from PyQt6.QtWidgets import QApplication

    WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
    JAVASCRIPT = QWebEngineSettings.WebAttribute.JavascriptEnabled
else:
    lend_sip()

    from PyQt5.QtCore import QEventLoop, QTimer, QUrl
    from PyQt5.QtWebEngineWidgets import (
        QWebEnginePage,
        QWebEngineScript,
        QWebEngineSettings,
        QWebEngineView,
    )
    from PyQt5.QtWidgets import QApplication

    WORLD = QWebEngineScript.ApplicationWorld
    JAVASCRIPT = QWebEngineSettings.JavascriptEnabled


class Page(QWebEnginePage):  # type: ignore[misc]  # Qt is not here for the checker
    """A page that keeps what its console says."""

    said: list[str] = []  # noqa: RUF012 (there is one page)

    def javaScriptConsoleMessage(  # noqa: N802 (its name there)
        self, level: int, message: str, line: int, source: str
    ) -> None:
        """Keep a message of the console, with the place that it comes from."""
        del level
        self.said.append(f"{message} ({source}:{line})")


class Engine:
    """A window with one page."""

    def __init__(self) -> None:
        self.view = QWebEngineView()
        self.page = Page(self.view)
        self.view.setPage(self.page)
        self.loop = QEventLoop()
        self.size = [800, 600]
        self.view.show()

    def pause(self, milliseconds: int) -> None:
        """Let the engine work for so long, or until something ends the loop."""
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(self.loop.quit)
        timer.start(milliseconds)
        getattr(self.loop, "exec" if OF_6 else "exec_")()

    def load(self, url: str) -> None:
        """Load a page, and return when all of it is there."""

        def loaded(_: bool) -> None:
            self.loop.quit()

        self.page.loadFinished.connect(loaded)
        self.page.load(QUrl(url))
        self.pause(PATIENCE)
        self.page.loadFinished.disconnect(loaded)

    def ask(self, script: str) -> object:
        """Return the value of an expression, asked apart from the scripts of the page."""
        values: list[object] = []

        def done(value: object) -> None:
            values.append(value)
            self.loop.quit()

        self.page.runJavaScript(f"JSON.stringify({script})", WORLD, done)
        self.pause(PATIENCE)
        return json.loads(str(values[0])) if values and values[0] else None

    def answer(self, question: dict[str, Any]) -> dict[str, object]:
        """Do what a question asks for, in the order that the head of this file has."""
        self.page.said.clear()
        if size := question.get("size"):
            self.size = size
            self.view.setFixedSize(*size)
        if url := question.get("url"):
            scripts = bool(question.get("javascript", True))
            self.page.settings().setAttribute(JAVASCRIPT, scripts)
            self.load(str(url))
        for _ in range(LOOKS):  # a new size reaches the page a moment later
            if self.ask("[innerWidth, innerHeight]") == self.size:
                break
            self.pause(10)
        for _ in range(LOOKS if "wait" in question else 0):
            if self.ask(f"!!({question['wait']})"):
                break
            self.pause(100)
        value = self.ask(str(question["script"])) if "script" in question else None
        if picture := question.get("picture"):
            self.pause(300)  # what is painted comes a moment later
            self.view.grab().save(str(picture))
        return {"value": value, "said": list(self.page.said)}


def main() -> None:
    """Start; then answer until there is no more question."""
    application = QApplication(["old-engine", *FLAGS])
    engine = Engine()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(engine.answer(json.loads(line))) + "\n")
        sys.stdout.flush()
    del engine
    application.quit()


if __name__ == "__main__":
    main()
