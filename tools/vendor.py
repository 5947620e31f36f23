"""Front-end packages: copy what frontend.lock.json pins into static/vendor.

`python tools/vendor.py` fetches and refuses anything whose hash differs from the lock;
`python tools/vendor.py --update` writes the hashes of newly pinned versions into the lock.
The files are kept in the repository: npm is needed only to change a version.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "frontend.lock.json"
VENDOR = ROOT / "static" / "vendor"


class File(TypedDict):
    """One file of a package: its path in the tarball, its name here, its sha384."""

    source: str
    name: str
    integrity: str


class Package(TypedDict):
    """One pinned package: integrity is the sha512 of the published tarball."""

    name: str
    version: str
    licence: str
    integrity: str
    files: list[File]


class MismatchError(Exception):
    """What was fetched is not what the lock pins."""


def digest(data: bytes, algorithm: str) -> str:
    """Return the hash in the notation of subresource integrity."""
    raw = hashlib.new(algorithm, data).digest()
    return f"{algorithm}-{base64.b64encode(raw).decode()}"


def folder(package: Package) -> Path:
    """Return where a package's files live; the scope of its name is left out."""
    return VENDOR / f"{package['name'].rpartition('/')[2]}-{package['version']}"


def packages() -> list[Package]:
    """Return the pinned packages in the order of the lock."""
    pinned: list[Package] = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    return pinned


def tarball(package: Package, into: str) -> Path:
    """Download one package through npm without running any of its scripts."""
    wanted = f"{package['name']}@{package['version']}"
    command = ["npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", into, wanted]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Path(into) / done.stdout.split()[-1]


def agree(what: str, found: str, pinned: str, *, update: bool) -> str:
    """Return the hash to pin. Raises MismatchError when it differs and nothing may be updated."""
    if found != pinned and not update:
        raise MismatchError(f"{what}: found {found}, the lock says {pinned or 'nothing'}")
    return found


def unpack(package: Package, archive: Path, *, update: bool) -> None:
    """Copy the chosen files of one tarball into its folder, hashes agreed with the lock."""
    label = f"{package['name']} {package['version']}"
    found = digest(archive.read_bytes(), "sha512")
    package["integrity"] = agree(label, found, package.get("integrity", ""), update=update)
    target = folder(package)
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for file in package["files"]:
            member = tar.extractfile(f"package/{file['source']}")
            if member is None:
                raise MismatchError(f"{label}: {file['source']} is not a file")
            data = member.read()
            pinned = file.get("integrity", "")
            file["integrity"] = agree(
                f"{label} {file['name']}", digest(data, "sha384"), pinned, update=update
            )
            (target / file["name"]).write_bytes(data)


def main() -> int:
    """Fetch every pinned package; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--update", action="store_true", help="write the hashes into the lock")
    update = parser.parse_args().update
    pinned = packages()
    try:
        with tempfile.TemporaryDirectory() as into:
            for package in pinned:
                unpack(package, tarball(package, into), update=update)
                print(f"{folder(package).relative_to(ROOT)}: {len(package['files'])} files")
    except (MismatchError, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 1
    if update:
        text = json.dumps({"packages": pinned}, indent=2, ensure_ascii=False)
        LOCK.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
