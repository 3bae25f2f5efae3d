"""What the text of a target names."""

import os

import pytest

from generator.model import publish_targets
from generator.model.publish_targets import Where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("/srv/www/站 点", Where("folder", "/srv/www/站 点")),
        ("../www", Where("folder", "../www")),
        ("./a:b", Where("folder", "./a:b")),
        pytest.param(
            *(r"D:\www\site", Where("folder", r"D:\www\site")),
            marks=pytest.mark.skipif(os.name != "nt", reason="no machine but that has such disks"),
        ),
        ("file:///srv/a%20b", Where("folder", "/srv/a b")),
        ("user@www.example:/srv/www/", Where("rsync", "user@www.example:/srv/www")),
        pytest.param(
            *("h:/srv", Where("rsync", "h:/srv")),
            marks=pytest.mark.skipif(os.name == "nt", reason="there it is a drive"),
        ),
        ("www:站 点", Where("rsync", "www:站 点")),
        ("www:~/site", Where("rsync", "www:site")),
        ("www:", Where("rsync", "www:.")),
        ("www:/", Where("rsync", "www:/")),
        ("www::module/site", Where("rsync", "www::module/site")),
        ("u@[::1]:/srv", Where("rsync", "u@[::1]:/srv")),
        ("rsync://www.example:873/module/", Where("rsync", "rsync://www.example:873/module")),
        ("ssh://user@www.example:2222/srv/www", Where("rsync", "user@www.example:/srv/www", 2222)),
        ("s3://bucket/公开/", Where("store", "s3://bucket/公开")),
        ("memory://x", Where("store", "memory://x")),
    ],
)
def test_a_text_names_a_folder_what_rsync_reaches_or_a_store(text: str, where: Where) -> None:
    assert publish_targets.parse(text) == where


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "must name"),
        (" ", "must name"),
        ("a\nb", "must name"),
        ("s3://", "must name"),
        ("https://www.example/", "only be read"),
        ("rsync://user:secret@host/module", "no password"),
        ("s3://key:secret@bucket", "no password"),
        ("ssh://host:port/srv", "no address"),
        ("-oProxyCommand=x:/srv", "no name of a computer"),
        ("a;b:/srv", "no name of a computer"),
        ("ssh://-oProxyCommand=x/srv", "no name of a computer"),
        ("rsync:///module", "no name of a computer"),
        ("user@:/srv", "no name of a computer"),
        (":srv", "no name of a computer"),
        ("my host:/srv", "no name of a computer"),
        pytest.param(
            *(r"C:\www", "disk of Windows"),
            marks=pytest.mark.skipif(os.name == "nt", reason="there it is a folder"),
        ),
        ("s3:bucket/site", "two slashes"),
        ("file:/srv", "two slashes"),
        ("file://srv/www", "three slashes"),
        ("file://", "must name"),
        ("~nobody-of-this-name/www", "nobody"),
    ],
)
def test_a_text_that_names_none_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(publish_targets.Unfit, match=reason):
        publish_targets.parse(text)
