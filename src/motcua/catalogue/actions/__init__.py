"""What changes in the catalogue: procedures come in by file, processes are drawn, proposed and published by people."""

from motcua.catalogue.actions.draw_process import discard_process, draw_process
from motcua.catalogue.actions.publish_process import propose_process, publish_process, return_process
from motcua.catalogue.actions.put import put, search_text
from motcua.catalogue.actions.save_process import save_process

__all__ = [
    "discard_process",
    "draw_process",
    "propose_process",
    "publish_process",
    "put",
    "return_process",
    "save_process",
    "search_text",
]
