"""Receipts are signed with a key from outside the workspace; the checker's Ed25519 agrees with the library's."""

import re
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.audit import checker
from appraisal.errors import LedgerError, OutputError
from appraisal.model.entries import NO_ENTRIES, Receipt
from appraisal.records.signatures import SIGNING_KEY, open_to_others, signature_agrees, signer_for

ROOT = Path(__file__).parents[2]
RECEIPT = Receipt(212, "ab" * 32, "2025-09-01T09:30:00.000000Z")

# RFC 8032, section 7.1, tests 1, 2 and 3: public key, message, signature.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
)


def pem(key, password=None):
    how = NoEncryption() if password is None else BestAvailableEncryption(password)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)


def public_pem(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def key(tmp_path, monkeypatch):
    """A key, configured as it should be; its public half is beside it."""
    made = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    path = tmp_path / "key.pem"
    path.write_bytes(pem(made))
    path.chmod(0o600)
    (tmp_path / "public.pem").write_bytes(public_pem(made))
    monkeypatch.setenv(SIGNING_KEY, str(path))
    return path


def test_without_a_key_a_receipt_is_as_it_was(root, monkeypatch):
    monkeypatch.delenv(SIGNING_KEY, raising=False)
    assert str(signer_for(root)(RECEIPT)) == str(RECEIPT)
    assert open_to_others() == ""


def test_a_signed_receipt_is_read_back_and_its_signature_is_of_its_text(root, key):
    signed = signer_for(root)(RECEIPT)
    assert str(signed).startswith(f"{RECEIPT}, signed ")
    assert len(str(signed)) == len(str(RECEIPT)) + 9 + 128
    again = Receipt.from_text(f"Record: {signed}. Keep it.")
    assert (again, again.signature, again.text) == (RECEIPT, signed.signature, str(RECEIPT))
    assert signature_agrees(again, key.with_name("public.pem"))
    assert str(signer_for(root)(RECEIPT)) == str(signed), "the same bytes each time"


def test_a_receipt_copied_from_a_printed_page_is_read_though_its_lines_are_broken(root, key):
    signed = signer_for(root)(RECEIPT)
    lines = textwrap.wrap(str(signed), 41)
    found = Receipt.from_text("\n".join(lines))
    assert any(re.fullmatch("[0-9a-f]+", line) for line in lines), "hex digits should run over lines"
    assert (found, found.signature) == (signed, signed.signature)


@pytest.mark.parametrize("changed", [{"entries": 211}, {"head": "ac" * 32}, {"time": None}])
def test_a_signature_is_of_number_head_and_time(root, key, changed):
    signed = signer_for(root)(RECEIPT)
    assert not signature_agrees(replace(signed, **changed), key.with_name("public.pem"))


def test_a_signature_of_another_key_does_not_agree(root, key, tmp_path):
    other = tmp_path / "other.pem"
    other.write_bytes(public_pem(Ed25519PrivateKey.from_private_bytes(b"8" * 32)))
    assert not signature_agrees(signer_for(root)(RECEIPT), other)


def test_a_public_key_may_be_given_as_64_hex_digits(root, key, tmp_path):
    made = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    bare = tmp_path / "bare.txt"
    bare.write_text(made.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex() + "\n")
    assert signature_agrees(signer_for(root)(RECEIPT), bare)
    assert checker.public_key_of(bare.read_bytes()) == checker.public_key_of(public_pem(made))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "cannot be read: No such file"),
        (b"", "holds no key to sign with"),
        (b"-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n", "holds no key to sign with"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "It has to be an Ed25519 key"),
        (pem(Ed25519PrivateKey.from_private_bytes(b"7" * 32), b"secret"), "without a password"),
    ],
)
def test_a_key_that_cannot_sign_is_refused_in_words(root, tmp_path, monkeypatch, data, words):
    path = tmp_path / "key.pem"
    if data is not None:
        path.write_bytes(data)
    monkeypatch.setenv(SIGNING_KEY, str(path))
    with pytest.raises(OutputError, match=words):
        signer_for(root)


def test_a_key_inside_the_workspace_is_refused_also_through_a_link(root, key, monkeypatch):
    inside = root / "key.pem"
    inside.write_bytes(key.read_bytes())
    link = root.parent / "link.pem"
    link.symlink_to(inside)
    for path in (inside, link):
        monkeypatch.setenv(SIGNING_KEY, str(path))
        with pytest.raises(OutputError, match="lies inside the workspace"):
            signer_for(root)


def test_a_key_that_others_may_read_is_told(key):
    assert open_to_others() == ""
    key.chmod(0o644)
    assert open_to_others().startswith("Others on this machine may read the signing key at")


@pytest.mark.parametrize("data", [b"", b"ab" * 31, pem(Ed25519PrivateKey.from_private_bytes(b"7" * 32))])
def test_what_is_no_public_key_is_refused_in_words(root, key, tmp_path, data):
    path = tmp_path / "public.txt"
    path.write_bytes(data)
    with pytest.raises(OutputError, match="holds no public key"):
        signature_agrees(signer_for(root)(RECEIPT), path)
    with pytest.raises(checker.CannotReadError, match="not an Ed25519 key"):
        checker.public_key_of(data)


def test_without_the_library_it_is_said_what_to_install(root, key):
    program = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from pathlib import Path\n"
        "from appraisal.errors import OutputError\n"
        "from appraisal.records.signatures import signer_for\n"
        "try:\n    signer_for(Path(sys.argv[1]))\n"
        "except OutputError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(root)], capture_output=True, text=True, check=True)
    assert "pip install 'appraisal[signatures]'" in done.stdout


def test_without_a_key_the_library_is_not_loaded(root):
    program = (
        "import sys; from pathlib import Path\n"
        "from appraisal.records.signatures import signer_for, open_to_others\n"
        "signer_for(Path(sys.argv[1])); open_to_others()\n"
        "assert 'cryptography' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, str(root)], check=True, env={"PYTHONPATH": str(ROOT)})


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_checkers_ed25519_gives_the_answers_of_rfc_8032(public, message, signature):
    public, message, signature = (bytes.fromhex(text) for text in (public, message, signature))
    assert checker.signature_agrees(public, signature, message)
    assert not checker.signature_agrees(public, signature, message + b"\x00")


@settings(max_examples=40, derandomize=True, database=None, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.data())
def test_the_checkers_ed25519_agrees_with_the_librarys(seed, message, data):
    made = Ed25519PrivateKey.from_private_bytes(seed)
    public = made.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = bytearray(made.sign(message))
    assert checker.signature_agrees(public, bytes(signature), message)
    signature[data.draw(st.integers(0, 63))] ^= data.draw(st.integers(1, 255))
    assert not checker.signature_agrees(public, bytes(signature), message)


def test_a_signature_that_was_made_longer_by_the_order_of_the_curve_does_not_agree():
    made = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    public, signature = made.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), made.sign(b"text")
    scalar = int.from_bytes(signature[32:], "little") + checker.ORDER
    assert not checker.signature_agrees(public, signature[:32] + scalar.to_bytes(32, "little"), b"text")
    for wrong in (b"", signature[:63], signature + b"\x00"):
        assert not checker.signature_agrees(public, wrong, b"text")
    assert not checker.signature_agrees(b"\xff" * 32, signature, b"text")


def test_an_unsigned_receipt_and_one_of_nothing_stay_readable():
    assert Receipt.from_text(str(NO_ENTRIES)) == NO_ENTRIES
    with pytest.raises(LedgerError, match="is not a receipt"):
        Receipt.from_text("9" * 5000 + f" entries, head {'ab' * 32}, last entered never")
    with pytest.raises(LedgerError, match="is not a receipt"):
        Receipt.from_text("x" * 100_000)
