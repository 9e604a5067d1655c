"""An error in words that may be kept and shown: its kind and its place, never its text.

The text of an error may quote what a citizen wrote, and logs and health answers are read by people who may not.
"""

import traceback
from pathlib import Path

PACKAGE = str(Path(__file__).resolve().parents[1])


def trouble(error: BaseException) -> str:
    """Return the kind of the error and where it arose, such as "KeyError in deadlines.py:41"."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(PACKAGE)] or list(frames)
    place = f" in {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{place}"
