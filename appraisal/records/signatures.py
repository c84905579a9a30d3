"""Signatures of receipts: made with a key that is kept outside the workspace, and checked with its public half."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.errors import OutputError
from appraisal.model.entries import Receipt

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNING_KEY = "APPRAISAL_SIGNING_KEY"
"""The variable of the environment that names the key's file."""

_PROGRAM = "Signatures need the package cryptography: pip install 'appraisal[signatures]'."
_HOW = "It has to be an Ed25519 key without a password, in PEM, as 'openssl genpkey -algorithm ed25519' writes it."


def signer_for(root: Path) -> Callable[[Receipt], Receipt]:
    """What signs the receipts of a workspace: as they are, where no key is configured.

    Ask for it before anything is entered, so that a key that cannot be used stops nothing half way.

    Args:
        root: the workspace's folder, in which the key must not lie.

    Raises:
        OutputError: if the key is not there, cannot be used, or lies in the workspace; if cryptography is missing.
    """
    path = signing_key()
    if path is None:
        return lambda receipt: receipt
    if path.resolve().is_relative_to(root.resolve()):
        msg = (
            f"The signing key at {path} lies inside the workspace, so it would end in a backup or a pack. "
            f"Keep it elsewhere, and make a new one: this one may have been copied."
        )
        raise OutputError(msg)
    key = _private_key(path)
    return lambda receipt: replace(receipt, signature=key.sign(receipt.text.encode()).hex())


def signing_key() -> Path | None:
    """The file of the key that is configured; None where none is."""
    named = os.environ.get(SIGNING_KEY, "").strip()
    return Path(named).expanduser() if named else None


def open_to_others() -> str:
    """Why the key that is configured is not safe where it is, in words; "" where nobody else may read it."""
    path = signing_key()
    try:
        is_open = path is not None and os.name == "posix" and path.stat().st_mode & 0o077 != 0
    except OSError:
        return ""
    return (
        f"Others on this machine may read the signing key at {path}. Allow only yourself: chmod 600." if is_open else ""
    )


def signature_agrees(receipt: Receipt, public_key: Path) -> bool:
    """Whether a receipt's signature was made over its text by the owner of a public key.

    Args:
        receipt: a signed one.
        public_key: a file with the key in PEM, or as 64 hex digits.

    Raises:
        OutputError: if the key cannot be read; if cryptography is missing.
    """
    return _agrees(_public_key(public_key), receipt)


def signature_check(public_key: Path | None) -> Callable[[Receipt], bool] | None:
    """What checks signatures: with a public key, else with the public half of the configured key; None without either.

    Raises:
        OutputError: if the key cannot be read; if cryptography is missing.
    """
    if public_key is not None:
        return lambda receipt: signature_agrees(receipt, public_key)
    path = signing_key()
    if path is None:
        return None
    own = _private_key(path).public_key()
    return lambda receipt: _agrees(own, receipt)


def _agrees(key: Ed25519PublicKey, receipt: Receipt) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(bytes.fromhex(receipt.signature or ""), receipt.text.encode())
    except InvalidSignature:
        return False
    return True


def _private_key(path: Path) -> Ed25519PrivateKey:
    data = _bytes_of(path, "signing key")
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        msg = f"The receipt cannot be signed. {_PROGRAM} Or take {SIGNING_KEY} out of the environment."
        raise OutputError(msg) from error
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        msg = f"The file {path}, which {SIGNING_KEY} names, holds no key to sign with. {_HOW}"
        raise OutputError(msg)
    return key


def _public_key(path: Path) -> Ed25519PublicKey:
    data = _bytes_of(path, "public key").strip()
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError as error:
        msg = f"The signature cannot be checked. {_PROGRAM}"
        raise OutputError(msg) from error
    try:
        is_bare = len(data) == 64
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(data.decode())) if is_bare else load_pem_public_key(data)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        msg = f"{path} holds no public key. It has to be that of an Ed25519 key, in PEM or as 64 hex digits."
        raise OutputError(msg)
    return key


def _bytes_of(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"The {what} at {path} cannot be read: {error.strerror or error}. Check the path and your rights to it."
        raise OutputError(msg) from error
