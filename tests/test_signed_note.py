"""Signed notes: keys, what is signed with them, and the examples of the specification."""

import pytest

from generator.base import signed_note
from generator.base.signed_note import LOG, WITNESS, Note, PrivateKey, Unreadable

GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
"""The example of Go's package golang.org/x/mod/sumdb/note, with the note that it signed."""
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
TEXT = "fupin.example.org/log\n3\nwHYrc/0/6DHTqu0ARIZLQ9xLOXnJCXYV1Fdr9+VfWiw=\n"


def test_a_note_that_go_signed_is_read_and_holds() -> None:
    note = signed_note.read(GO_NOTE)
    assert note.signed_by(signed_note.key(GO_KEY)) == 0
    assert str(note) == GO_NOTE
    assert str(signed_note.key(GO_KEY)) == GO_KEY


def test_a_key_is_read_back_from_its_file() -> None:
    private = PrivateKey.new("fupin.example.org/log")
    again = PrivateKey.read(private.text())
    assert again == private
    assert signed_note.key(str(again.key)) == private.key
    assert "PRIVATE" not in str(again.key)


def test_a_private_key_says_nothing_of_itself() -> None:
    private = PrivateKey.of("a", LOG, bytes(range(32)))
    assert bytes(range(32)).hex() not in str(private.key)


@pytest.mark.parametrize("kind", [LOG, WITNESS])
def test_what_is_signed_holds_and_nothing_else_does(kind: int) -> None:
    private = PrivateKey.new("fupin.example.org/log", kind)
    note = Note(TEXT, (private.signed(TEXT, 1_800_000_000),))
    assert signed_note.read(str(note)) == note
    assert note.signed_by(private.key) == (1_800_000_000 if kind == WITNESS else 0)
    assert Note(TEXT.replace("3", "4"), note.lines).signed_by(private.key) is None
    assert note.signed_by(PrivateKey.new("fupin.example.org/log", kind).key) is None
    other = PrivateKey.new("other.example.org", kind)
    assert Note(TEXT, (other.signed(TEXT, 1),)).signed_by(private.key) is None


def test_a_second_signature_of_a_kind_that_is_not_known_does_no_harm() -> None:
    private = PrivateKey.new("fupin.example.org/log")
    unknown = "— fupin.example.org/log AAAAAAAAAAAAAAAA\n"
    note = signed_note.read(str(Note(TEXT, (unknown, private.signed(TEXT)))))
    assert note.signed_by(private.key) == 0


def test_signatures_of_one_text_are_joined_and_of_two_are_not() -> None:
    log, witness = PrivateKey.new("a"), PrivateKey.new("b", WITNESS)
    one, two = Note(TEXT, (log.signed(TEXT),)), Note(TEXT, (witness.signed(TEXT, 5),))
    both = signed_note.joined([one, two, one])
    assert len(both.lines) == 2
    assert (both.signed_by(log.key), both.signed_by(witness.key)) == (0, 5)
    with pytest.raises(Unreadable):
        signed_note.joined([one, Note("other\n")])


def test_a_note_that_nobody_signed_is_read_as_one() -> None:
    note = signed_note.read(f"{TEXT}\n")
    assert (note.text, note.lines) == (TEXT, ())
    assert note.signed_by(PrivateKey.new("a").key) is None


@pytest.mark.parametrize(
    "text", ["", "a", "a+b+c", f"{GO_KEY[:-4]}AAAA", GO_KEY.replace("c74f", "c74e"), "明镜+1+AA=="]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        signed_note.key(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "明镜", "a\n"])
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(Unreadable):
        PrivateKey.new(name)


@pytest.mark.parametrize("content", ["", "a\n", "a\n\nb\n", "a\n\n— b c"])
def test_what_is_no_note_is_refused(content: str) -> None:
    with pytest.raises(Unreadable):
        signed_note.read(content)
