"""What independent readers make of a paper: pdftotext, pdfsig, pdfium."""

import io
import os
import re
import subprocess
from pathlib import Path

import pypdfium2


def text_of(pdf: bytes, *, by: str = "-layout") -> str:
    """Return the text, line by line; by "-raw" in the order it was drawn, which is cell by cell in a table."""
    told = subprocess.run(["pdftotext", by, "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of each page in millimetres."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in document]


def signature_of(pdf: bytes, folder: Path) -> dict[str, str]:
    """Return what pdfsig says of the first signature: "Signature Validation", "Signing Time" …; {} without one."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    in_vietnam = os.environ | {"TZ": "Asia/Ho_Chi_Minh"}
    told = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False, env=in_vietnam)
    lines = re.findall(r"^\s+- ([^:\n]+): (.*)$", told.stdout, re.MULTILINE)
    whole = {"Total document signed": "yes"} if "Total document signed" in told.stdout else {}
    return dict(lines) | whole
