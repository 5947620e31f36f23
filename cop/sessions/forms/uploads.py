"""What kind a sent file is: told by its bytes, never by the type that the browser claims."""

import zipfile
from typing import BinaryIO

import filetype

from cop.thai.folding import tidy_line

MATERIAL_KINDS = "PDF DOCX XLSX PPTX ODT PNG JPG WEBP VTT SRT CSV"
RECORDING_KINDS = "WebM MP4 MP3 Ogg WAV"
LONGEST_NAME = 200
_HEAD_BYTES = 262_144
_MOST_MEMBERS = 2_000
_MOST_UNPACKED_BYTES = 400_000_000
_MOST_RATIO = 100
_OOXML = "application/vnd.openxmlformats-officedocument."
_CONTAINERS = {
    "word/document.xml": f"{_OOXML}wordprocessingml.document",
    "xl/workbook.xml": f"{_OOXML}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OOXML}presentationml.presentation",
}
_ODT = "application/vnd.oasis.opendocument.text"
_PLAIN = {"application/pdf", "image/png", "image/jpeg", "image/webp"}
_TEXTS = {"vtt": "text/vtt", "srt": "application/x-subrip", "csv": "text/csv"}
_MEDIA = {
    "video/webm": "video/webm",
    "video/mp4": "video/mp4",
    "video/x-m4v": "video/mp4",
    "audio/mpeg": "audio/mpeg",
    "audio/ogg": "audio/ogg",
    "video/ogg": "video/ogg",
    "audio/x-wav": "audio/wav",
    "audio/wav": "audio/wav",
}
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")


def file_name(sent: str | None) -> str:
    """Return the name a file came with, without folders and what cannot be seen."""
    name = tidy_line((sent or "").replace("\\", "/").rpartition("/")[2])
    stem, dot, suffix = name.rpartition(".")
    room = LONGEST_NAME - len(suffix) - 1
    if dot and room > 0:
        return f"{stem[:room]}.{suffix}"
    return name[:LONGEST_NAME] or "file"


def material_type(stream: BinaryIO, name: str) -> str | None:
    """Return the content type of a material, or None when its kind is not taken."""
    head = _head(stream)
    guessed = filetype.guess_mime(head)
    if guessed in _PLAIN:
        return str(guessed)
    if head.startswith(b"PK\x03\x04"):
        return _container(stream)
    return _text(head, name.rpartition(".")[2].lower()) if guessed is None else None


def recording_type(stream: BinaryIO) -> str | None:
    """Return the content type of a recording, or None when its kind is not taken."""
    return _MEDIA.get(str(filetype.guess_mime(_head(stream))))


def is_empty(stream: BinaryIO) -> bool:
    """Tell whether nothing was sent."""
    return not _head(stream)


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    head = stream.read(_HEAD_BYTES)
    stream.seek(0)
    return head


def _container(stream: BinaryIO) -> str | None:
    """Return the type of an office file in its zip, or None for any other or a hostile zip."""
    try:
        with zipfile.ZipFile(stream) as packed:
            return _office(packed)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    finally:
        stream.seek(0)


def _office(packed: zipfile.ZipFile) -> str | None:
    members = packed.infolist()
    unpacked = sum(one.file_size for one in members)
    sent = sum(one.compress_size for one in members)
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED_BYTES:
        return None
    if unpacked > _MOST_RATIO * max(sent, 10_000):
        return None
    names = {one.filename for one in members}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "[Content_Types].xml" in names:
        return next((kind for part, kind in _CONTAINERS.items() if part in names), None)
    if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
        return _ODT if packed.read("mimetype").strip() == _ODT.encode() else None
    return None


def _text(head: bytes, suffix: str) -> str | None:
    kind = _TEXTS.get(suffix)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if kind is None or b"\0" in head or start.startswith(_MARKUP):
        return None
    if suffix == "vtt":
        return kind if start.startswith(b"webvtt") else None
    if suffix == "srt":
        return kind if b"-->" in head else None
    return kind
