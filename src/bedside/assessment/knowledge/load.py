"""Read the data files into ``Knowledge``, once, refusing anything that does not fit together.

This is the only module of the engine that touches files, and it does so as package data. All
problems are collected before it raises, so that someone writing knowledge sees the whole list.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import tomli

from bedside.assessment.knowledge.build import Knowledge, build
from bedside.assessment.knowledge.problems import BadKnowledge
from bedside.assessment.knowledge.reading import Documents

_HERE = "bedside.assessment.knowledge"
_FOLDERS = ("symptoms", "questions", "red_flags", "conditions", "figures")


@cache
def load(language: str = "en") -> Knowledge:
    """Return the knowledge, its texts in ``language``; raises BadKnowledge listing every fault."""
    return read(files(_HERE), language)


def load_folder(folder: str, language: str = "en") -> Knowledge:
    """Read knowledge from a folder elsewhere: for someone trying out an edit."""
    return read(Path(folder), language)


def read(root: Traversable, language: str = "en") -> Knowledge:
    """Read knowledge from any folder laid out like the package's own (tests use a copy)."""
    digest = hashlib.sha256()
    raw: dict[str, Documents] = {}
    for place in (*_FOLDERS, "."):
        raw[place] = list(_documents(root, place, digest))
    text_root = root / language
    if not text_root.is_dir():
        raise BadKnowledge([f"no texts for language {language!r}"])
    texts = [
        (f"{place}/{name}", document)
        for place in (*_FOLDERS, ".")
        for name, document in _documents(text_root, place, digest)
    ]
    return build(raw, texts, language, digest.hexdigest()[:16])


def _documents(root: Traversable, place: str, digest: Any) -> list[tuple[str, dict[str, Any]]]:
    folder = root if place == "." else root / place
    if not folder.is_dir():
        return []
    documents = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if not entry.name.endswith((".toml", ".json")):
            continue
        content = entry.read_bytes()
        digest.update(f"{place}/{entry.name}\0".encode() + content)
        try:
            parse = json.loads if entry.name.endswith(".json") else tomli.loads
            documents.append((entry.name, parse(content.decode("utf-8"))))
        except ValueError as error:
            raise BadKnowledge([f"{place}/{entry.name}: {error}"]) from error
    return documents
