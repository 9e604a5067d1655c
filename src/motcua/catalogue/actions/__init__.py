"""What changes in the catalogue: procedures come in by file, processes are drawn, proposed and published by people."""

from motcua.catalogue.actions.abolish import abolish
from motcua.catalogue.actions.announce import announce, take_back_announcement
from motcua.catalogue.actions.correct import correct
from motcua.catalogue.actions.draw_process import discard_process, draw_process, reuse_process
from motcua.catalogue.actions.publish import publish
from motcua.catalogue.actions.publish_process import propose_process, publish_process, return_process
from motcua.catalogue.actions.put import put, search_text
from motcua.catalogue.actions.save_process import save_process

__all__ = [
    "abolish",
    "announce",
    "correct",
    "discard_process",
    "draw_process",
    "propose_process",
    "publish",
    "publish_process",
    "put",
    "return_process",
    "reuse_process",
    "save_process",
    "search_text",
    "take_back_announcement",
]
