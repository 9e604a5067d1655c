"""Pages that listen: a process of its own tells them within about a second that what they show has changed.

It loads no Django and knows no dossier: only at which places something happened. docs/adr/0022-pages-that-listen.md
"""
