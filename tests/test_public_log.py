"""The log of public records: it only grows, is found again, and everybody can check by it."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.base import log_proofs, merkle, signed_note
from generator.base.log_proofs import Checkpoint
from generator.base.signed_note import LOG, WITNESS, Note, PrivateKey
from generator.build import log_check, public_log
from generator.build.log_reader import Elsewhere
from generator.build.public_log import Grown, Log
from generator.build.site_access import Refused

NAME = "fupin.example.org/log"
KEY = PrivateKey.of(NAME, signed_note.LOG, bytes(range(32)))
DAYS = [date(2026, 11, day) for day in range(1, 30)]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def records(count: int, **others: str) -> dict[str, str]:
    made = {f"projects/jia/{number:03}": digest(f"{number}") for number in range(count)}
    return {**made, **{path: digest(text) for path, text in others.items()}}


class Site:
    """A site with a log, whose records are published day by day."""

    def __init__(self, root: Path, key: PrivateKey | None = KEY) -> None:
        self.root, self.key = root, key
        self.folder = root / "log"
        public_log.new(self.folder, NAME, key)

    @property
    def log(self) -> Log:
        return public_log.opened(self.folder, self.root / "site", NAME)

    def publish(self, digests: dict[str, str], day: date) -> Grown:
        log = self.log
        more = public_log.changes(digests, log.last())
        grown = public_log.grown(log, more, day, self.key)
        grown.keep()
        shutil.rmtree(self.root / "site/log", ignore_errors=True)
        shutil.copytree(self.folder, self.root / "site/log")
        return grown

    @property
    def elsewhere(self) -> Elsewhere:
        return Elsewhere(str(self.root / "site"))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = Site(tmp_path)
    found.publish(records(600), DAYS[0])
    return found


def said(findings: Iterator[log_check.Finding]) -> list[tuple[str, bool]]:
    return [(each.message.format(**each.values), each.good) for each in findings]


def test_an_edit_appends_its_record_alone(site: Site) -> None:
    grown = site.publish(records(600) | {"projects/jia/005": digest("other")}, DAYS[1])
    assert (grown.more, grown.head.size) == (1, 601)
    changed = {url for url in grown.files if not url.startswith(("find/", "path/"))}
    assert changed == {
        *("tile/0/002.p/89", "tile/entries/002.p/89", "checkpoint"),
    }
    assert grown.gone == ("tile/0/002.p/88", "tile/entries/002.p/88")
    assert site.publish(records(600) | {"projects/jia/005": digest("other")}, DAYS[2]).more == 0


def test_what_is_withdrawn_and_what_comes_back_are_entries_of_their_own(site: Site) -> None:
    site.publish(records(599), DAYS[1])
    site.publish(records(600), DAYS[2])
    entries = [*site.elsewhere.entries()]
    assert entries[600:] == [
        ("2026-11-02", "projects/jia/599", None),
        ("2026-11-03", "projects/jia/599", digest("599")),
    ]


def test_no_more_than_the_digest_of_a_record_is_kept(site: Site) -> None:
    first = next(site.elsewhere.entries())
    assert json.loads(first.content) == {
        "day": "2026-11-01",
        "path": "projects/jia/000",
        "sha256": digest("0"),
    }


def test_a_log_that_is_lost_is_found_again_from_the_site(site: Site) -> None:
    before = {path.name for path in site.folder.rglob("*")}
    shutil.rmtree(site.folder)
    assert site.log.head.size == 600
    assert {path.name for path in site.folder.rglob("*")} == before


def test_a_log_that_is_lost_everywhere_is_never_begun_anew_by_itself(site: Site) -> None:
    shutil.rmtree(site.folder)
    shutil.rmtree(site.root / "site")
    with pytest.raises(Refused, match="portal log fetch"):
        site.log  # noqa: B018


def test_a_log_of_which_one_has_more_goes_on_from_there(site: Site, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(site.folder, kept)
    site.publish(records(700), DAYS[1])
    shutil.rmtree(site.folder)
    shutil.copytree(kept, site.folder)
    assert site.log.head.size == 700
    assert [*Elsewhere(str(site.root / "site")).tree.checked(site.log.head.root)]
    shutil.rmtree(site.root / "site/log")
    shutil.copytree(kept, site.root / "site/log")
    assert site.log.head.size == 700


def test_two_logs_that_went_different_ways_are_told(site: Site, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    other.publish(records(600), DAYS[0])
    other.publish(records(601), DAYS[1])
    site.publish(records(600, **{"projects/yi/1": "x"}), DAYS[1])
    shutil.rmtree(site.folder)
    shutil.copytree(other.folder, site.folder)
    with pytest.raises(Refused, match="different ways"):
        site.log  # noqa: B018


def test_a_tile_that_was_changed_is_told(site: Site) -> None:
    path = site.folder / "tile/0/002.p/88"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(Refused, match="do not lead to its checkpoint"):
        site.log  # noqa: B018


def test_the_log_of_another_site_is_not_taken(site: Site) -> None:
    with pytest.raises(Refused, match="another name"):
        public_log.opened(site.folder, site.root / "site", "other.example.org/log")


def test_a_fetched_log_is_checked_and_may_not_forget(site: Site, tmp_path: Path) -> None:
    there = site.elsewhere
    folder = tmp_path / "fetched"
    assert public_log.copied(NAME, there.tile, folder).head == site.log.head
    assert {p.relative_to(folder) for p in folder.rglob("*")} == {
        p.relative_to(site.folder) for p in site.folder.rglob("*")
    }
    old = tmp_path / "old"
    shutil.copytree(site.root / "site", old)
    site.publish(records(601), DAYS[1])
    public_log.copied(NAME, site.elsewhere.tile, folder)
    with pytest.raises(Refused, match="different ways"):
        public_log.copied(NAME, Elsewhere(str(old)).tile, folder)
    entries = old / "log/tile/entries/000"
    entries.write_bytes(entries.read_bytes().replace(digest("1").encode(), digest("2").encode()))
    with pytest.raises(Refused, match="not whole"):
        public_log.copied(NAME, Elsewhere(str(old)).tile, tmp_path / "else")


def test_a_receipt_holds_later_and_is_small(site: Site) -> None:
    receipt = site.elsewhere.receipt(5)
    text = str(receipt)
    assert len(text.encode()) < 2_000
    site.publish(records(650), DAYS[1])
    again = log_proofs.read(text)
    assert again == receipt
    proves = "The receipt proves that projects/jia/005 was published as"
    assert said(log_check.of_receipt(site.elsewhere, again, [KEY.key])) == [
        (f"{proves} {code('5')} on 2026-11-01 (entry 5).", True),
        (f"The receipt is signed with the key {KEY.key}.", True),
        ("projects/jia/005: published as it is here on 2026-11-01 (entry 5), and still so.", True),
    ]


def test_a_receipt_of_an_earlier_key_is_no_alarm_and_no_proof_by_itself(site: Site) -> None:
    receipt = site.elsewhere.receipt(5)
    new = PrivateKey.of(NAME, LOG, bytes([7]) * 32)
    site.key = new
    assert site.publish(records(650), DAYS[1]).note.signed_by(new.key) == 0
    [_, by, still] = log_check.of_receipt(site.elsewhere, receipt, [new.key])
    assert by.message == log_check.EARLIER
    assert (by.good, by.checked) == (True, False)
    assert still.message == log_check.STILL
    both = [new.key, KEY.key]
    assert said(log_check.of_receipt(site.elsewhere, receipt, both))[1] == (
        f"The receipt is signed with the key {KEY.key}.",
        True,
    )
    assert [each for each, _ in said(log_check.signatures(site.elsewhere, both))] == [
        f"It is signed with the key {new.key}."
    ]
    assert said(log_check.signatures(site.elsewhere, [KEY.key])) == [
        (f"It is not signed with the key {KEY.key}.", False)
    ]


def test_a_receipt_that_only_claims_a_key_or_is_not_signed_does_not_hold(site: Site) -> None:
    receipt = site.elsewhere.receipt(5)
    [line] = receipt.note.lines
    at = len(line) // 2 + 8
    other = f"{line[:at]}{'A' if line[at] != 'A' else 'B'}{line[at + 1 :]}"
    for lines in ((other,), ()):
        held = replace(receipt, note=Note(receipt.note.text, lines))
        [_, by, _] = log_check.of_receipt(site.elsewhere, held, [KEY.key])
        assert (by.message, by.good) == (log_check.RECEIPT_STRANGE, False)


def code(text: str) -> str:
    return " ".join(digest(text)[at : at + 4] for at in range(0, 20, 4))


def test_a_receipt_that_was_altered_does_not_hold(site: Site) -> None:
    text = str(site.elsewhere.receipt(5))
    index = text.replace("index 5", "index 6")
    for other in (index, text.replace("2026", "2025")):
        found = said(log_check.of_receipt(site.elsewhere, log_proofs.read(other), [KEY.key]))
        assert not all(good for _, good in found) or other == text
    lines = text.split("\n")
    lines[1] = lines[1][:10] + ("A" if lines[1][10] != "A" else "B") + lines[1][11:]
    changed = log_proofs.read("\n".join(lines))
    assert said(log_check.of_receipt(site.elsewhere, changed, [])) == [
        ("The receipt is none: what it says does not lead to its checkpoint.", False)
    ]


def test_a_log_that_forgot_is_told_by_an_old_receipt(site: Site, tmp_path: Path) -> None:
    site.publish(records(601), DAYS[1])
    receipt = site.elsewhere.receipt(600)
    forged = Site(tmp_path / "forged")
    forged.publish(records(600), DAYS[0])
    forged.publish(records(600, **{"projects/yi/1": "x", "projects/yi/2": "x"}), DAYS[1])
    found = said(log_check.of_receipt(forged.elsewhere, receipt, [KEY.key]))
    assert found[-1][1] is False
    assert found[-1][0].startswith("The log forgot: the receipt proves projects/jia/600")


def test_a_code_finds_what_was_published_and_what_became_of_it(site: Site) -> None:
    site.publish(records(599) | {"projects/jia/005": digest("other")}, DAYS[1])

    def find(text: str) -> list[tuple[str, bool]]:
        return said(log_check.of_code(site.elsewhere, text))

    assert find(code("4")) == [
        ("projects/jia/004: published as it is here on 2026-11-01 (entry 4), and still so.", True)
    ]
    assert find(code("5").upper())[0][0].endswith("on 2026-11-02 something else took its place.")
    assert find(code("599"))[0][0].endswith("on 2026-11-02 it was withdrawn.")
    assert find("0" * 20) == [(f"No record with the code {'0' * 20} was ever published.", False)]
    with pytest.raises(log_check.NotHeld):
        find("9f86")


def test_each_day_on_which_a_record_became_another_is_told_as_it_was(site: Site) -> None:
    path, others = "projects/jia/005", records(600)

    def find(text: str) -> str:
        [(found, good)] = said(log_check.of_code(site.elsewhere, code(text)))
        assert good
        return found

    site.publish(others | {path: digest("second")}, DAYS[1])
    site.publish(others | {path: digest("third")}, DAYS[2])
    assert find("5").endswith("on 2026-11-02 something else took its place.")
    site.publish(others, DAYS[3])
    assert "(entry 5); on 2026-11-02 it was otherwise or withdrawn" in find("5")
    assert find("5").endswith("since 2026-11-04 it is so again.")
    assert find("second").endswith("on 2026-11-03 something else took its place.")
    site.publish({each: said for each, said in others.items() if each != path}, DAYS[4])
    assert find("5").endswith("on 2026-11-05 it was withdrawn.")
    gone = log_check.of_receipt(site.elsewhere, site.elsewhere.receipt(603), [KEY.key])
    assert said(gone)[0][0].startswith(
        f"The receipt proves that {path} was withdrawn on 2026-11-05"
    )


def test_a_receipt_of_some_other_log_is_no_word_against_this_one(site: Site) -> None:
    entry = b"a certificate"
    head = Checkpoint("certificates.example.org", 1, merkle.leaf(entry))
    held = log_proofs.Receipt(entry, 0, (), Note(head.text()))
    assert said(log_check.of_receipt(site.elsewhere, log_proofs.read(str(held)), [])) == [
        ("The receipt is of a log whose entries are not those of public records.", False)
    ]


def test_a_list_that_hides_an_entry_is_told(site: Site) -> None:
    shard = site.root / "site/log/find" / digest("5")[:2]
    shard.write_bytes(b"")
    found = said(log_check.log(site.elsewhere, [KEY.key]))
    assert [text for text, good in found if not good] == [
        f"The list find/{digest('5')[:2]}, by which readers find entries, is not that of the log."
    ]


def test_a_witness_that_saw_more_tells_a_log_that_forgot(site: Site, tmp_path: Path) -> None:
    witness = PrivateKey.new("shenji.example.org", WITNESS)
    site.publish(records(601), DAYS[1])
    note = site.log.note
    cosigned = signed_note.Note(note.text, (*note.lines, witness.signed(note.text, 1_795_000_000)))
    public_log.witnessed(site.folder, cosigned, [witness.key])
    site.publish(records(602), DAYS[2])
    keys = [KEY.key, witness.key]
    told, good = said(log_check.signatures(site.elsewhere, keys))[1]
    assert told.startswith("shenji.example.org cosigned it on 2026-11-18, when it had 601 entries")
    assert good
    forged = Site(tmp_path / "forged")
    forged.publish(records(600), DAYS[0])
    public_log.witnessed(forged.folder, cosigned, [witness.key])
    forged.publish(records(600, **{"projects/yi/1": "x"}), DAYS[1])
    assert [good for _, good in said(log_check.signatures(forged.elsewhere, keys))] == [True, False]


def test_of_each_witness_the_last_that_it_saw_is_kept(site: Site) -> None:
    one, other = (PrivateKey.new(name, WITNESS) for name in ("shenji.example.org", "b.example.org"))

    def cosigned(note: signed_note.Note, by: PrivateKey, seconds: int) -> signed_note.Note:
        return signed_note.Note(note.text, (*note.lines, by.signed(note.text, seconds)))

    first = site.log.note
    site.publish(records(601), DAYS[1])
    later = site.log.note
    seen_late = cosigned(later, one, 1_795_000_000)
    assert public_log.witnessed(site.folder, seen_late, [one.key])
    # another comes with what it saw before, and that is kept beside it
    assert public_log.witnessed(site.folder, cosigned(first, other, 1_794_000_000), [other.key])
    # what the same witness saw before takes the place of nothing
    assert not public_log.witnessed(site.folder, cosigned(first, one, 1_794_000_000), [one.key])
    site.publish(records(602), DAYS[2])
    told = said(log_check.signatures(site.elsewhere, [KEY.key, one.key, other.key]))[1:]
    assert [text.partition(";")[0] for text, good in told if good] == [
        "shenji.example.org cosigned it on 2026-11-18, when it had 601 entries",
        "b.example.org cosigned it on 2026-11-06, when it had 600 entries",
    ]
    assert site.elsewhere.witnessed
    assert str(site.elsewhere.witnessed) == str(seen_late)
    # as it was before each had a file of its own
    shutil.rmtree(site.root / "site/log/witness")
    told = said(log_check.signatures(site.elsewhere, [KEY.key, one.key, other.key]))[1:]
    assert [good for _, good in told] == [True, True]
    assert told[1][0].startswith("b.example.org is to cosign this log")


def test_without_a_key_there_is_a_log_and_it_says_that_it_is_unsigned(tmp_path: Path) -> None:
    site = Site(tmp_path, None)
    grown = site.publish(records(3), DAYS[0])
    assert not grown.signed
    assert said(log_check.log(site.elsewhere, [])) == [
        (
            "The log has 3 entries, the last of 2026-11-01; all of them lead to its checkpoint.",
            True,
        ),
        ("It is not signed: whoever can write to the site could have made it anew.", True),
    ]
    assert said(log_check.signatures(site.elsewhere, [KEY.key]))[0][1] is False
    site.key = KEY
    assert site.publish(records(3), DAYS[1]).signed
    assert said(log_check.signatures(site.elsewhere, [KEY.key]))[0][1] is True


def test_a_log_signed_by_another_is_told(site: Site) -> None:
    other = PrivateKey.new(NAME)
    assert said(log_check.signatures(site.elsewhere, [other.key])) == [
        (f"It is not signed with the key {other.key}.", False)
    ]


def test_a_log_grows_step_by_step_to_the_same_tree_as_at_once(tmp_path: Path) -> None:
    one, two = Site(tmp_path / "one"), Site(tmp_path / "two")
    for count in (1, 250, 260, 513):
        head = one.publish(records(count), DAYS[0]).head
    tree = merkle.Tree(513, one.log.tile)
    assert [*tree.checked(head.root)]
    assert two.publish(records(513), DAYS[0]).head.size == head.size


def test_a_new_log_is_an_empty_tree(tmp_path: Path) -> None:
    log = Site(tmp_path).log
    assert log.head == Checkpoint(NAME, 0, hashlib.sha256().digest())
    assert log.note.signed_by(KEY.key) == 0
