"""An object store as a target: one that speaks S3 on this machine, and what stores say no with."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from generator.base.sorted_rows import SortedRows
from generator.build import object_target, publish, sums_file
from generator.build.object_target import Store
from generator.model.publish_targets import Fault
from generator.parse import attachments
from tests.published_sites import AFTER, BEFORE, lay, run, style, sums


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Give the address of a server that speaks S3."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the name of an empty bucket that is reached as people reach theirs: by variables."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    name = f"b-{uuid.uuid4().hex}"
    client().create_bucket(Bucket=name)
    return name


def client() -> Any:
    return botocore.session.get_session().create_client("s3")


def there(bucket: str, prefix: str = "公开/") -> dict[str, Any]:
    """Return what lies in a bucket beneath a prefix, as the server gives it."""
    s3 = client()
    found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    keys = [each["Key"] for each in found if each["Key"].startswith(prefix)]
    return {key[len(prefix) :]: s3.get_object(Bucket=bucket, Key=key) for key in keys}


@pytest.mark.parametrize("at_once", [1000, 3])
def test_a_bucket_becomes_the_site_each_file_with_its_type_and_time_to_keep(
    bucket: str, at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_target, "BATCH", at_once)
    for content in (BEFORE, AFTER):
        site = lay(tmp_path / "site", content)
        for changed in (True, False):
            work = run(site, Store(site.folder, f"s3://{bucket}/公开"))
            assert bool(work.plan.count) == changed
            assert work.done == work.of
    found = there(bucket)
    assert {url: each["Body"].read() for url, each in found.items()} == {
        **AFTER,
        sums_file.SUMS: sums(AFTER),
    }
    told = {url: (each["ContentType"], each["CacheControl"]) for url, each in found.items()}
    assert told["units/都匀 市.html"] == ("text/html; charset=utf-8", "no-cache")
    assert told[style("body {color: black}")] == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert told["search/places.json"] == ("application/json", "no-cache")
    assert told["media/b-2.jpg"] == ("image/jpeg", "no-cache")
    assert told["feed.xml"][0] == "application/xml"
    assert told[sums_file.SUMS] == ("text/plain; charset=utf-8", "no-cache")


def test_what_lies_there_is_known_by_its_digest_and_not_fetched(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = lay(tmp_path / "site", AFTER)
    run(site, Store(site.folder, f"s3://{bucket}/公开"))
    client().put_object(Bucket=bucket, Key="公开/feed.xml", Body=b"odd")
    client().delete_object(Bucket=bucket, Key=f"公开/{sums_file.SUMS}")
    marks = "".join(f"{url}\n" for url in AFTER)
    client().put_object(Bucket=bucket, Key="公开/.publishing/list", Body=marks.encode())
    fetched = []
    read = Store._read

    def reading(self: Store, url: str) -> bytes:
        fetched.append(url)
        return read(self, url)

    monkeypatch.setattr(Store, "_read", reading)
    work = publish.prepared(site, Store(site.folder, f"s3://{bucket}/公开"))
    assert [*work.plan.sent] == ["feed.xml"]
    assert fetched == ["feed.xml"]
    work.run(lambda *_: None)
    assert not any(url.startswith(".publishing") for url in there(bucket))


def fault(site: Path, url: str) -> str:
    with pytest.raises(Fault) as caught:
        run(publish.Site(site, SortedRows()), Store(site, url))
    return str(caught.value)


def test_a_bucket_that_is_not_there_is_named(bucket: str, tmp_path: Path) -> None:
    assert bucket
    with pytest.raises(Fault, match="no such bucket: s3://nowhere/x"):  # a dry run says so too
        publish.prepared(publish.Site(tmp_path, SortedRows()), Store(tmp_path, "s3://nowhere/x"))


def test_a_missing_key_is_told(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    assert "There is no key for" in fault(tmp_path, f"s3://{bucket}/x")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError("Access Denied"), "does not let us write"),
        (FileNotFoundError("The specified bucket does not exist"), "no such bucket"),
        (ConnectionRefusedError("refused"), "cannot be reached (refused)"),
        (TimeoutError(), "cannot be reached (TimeoutError)"),
        (OSError(28, "No space left on device"), "No space left"),
        (RuntimeError("odd {x}"), "odd {x}"),
    ],
)
def test_what_a_store_says_no_with_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    store = Store(lay(tmp_path / "site", AFTER).folder, f"memory://{uuid.uuid4().hex}")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(store._fs, "pipe_file", refuse)
    with pytest.raises(Fault) as caught:
        store.put(["index.html"], lambda _: None)
    assert told in str(caught.value)
    assert "memory://" in str(caught.value)


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        ("RequestTimeTooSkewed", "The difference is too large.", "clock of this machine"),
        ("SlowDown", "Please reduce your request rate.", "Publish again later"),
        ("InternalError", "We encountered an internal error.", "Publish again later"),
        ("SignatureDoesNotMatch", "Check your key.", "See that the key is right"),
    ],
)
def test_what_only_the_code_of_a_store_tells_becomes_a_sentence(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str, told: str
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise ClientError({"Error": {"Code": code, "Message": said}}, "PutObject")

    store = Store(lay(tmp_path / "site", AFTER).folder, f"s3://{bucket}/x")
    monkeypatch.setattr("aiobotocore.client.AioBaseClient._make_api_call", refuse)
    with pytest.raises(Fault) as caught:
        store.put(["index.html"], lambda _: None)
    assert told in str(caught.value)
    assert said in str(caught.value)


def test_a_kind_that_no_one_knows_is_told(tmp_path: Path) -> None:
    assert "does not know" in fault(tmp_path, "nonesuch://x")


def test_a_library_that_is_not_installed_is_named_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(object_target, "_open", refuse)
    said = fault(tmp_path, "s3://bucket")
    assert "Install s3fs" in said
    assert "-m pip install s3fs" in said


def test_every_kind_of_attachment_has_its_type() -> None:
    for ending in attachments.ENDINGS:
        assert object_target.content_type(f"media/x{ending}") != "application/octet-stream", ending
