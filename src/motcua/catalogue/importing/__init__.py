"""Bring procedures in from files: read records, make drafts of them, say what is wrong with each. Nothing is guessed.

`records.py` reads files, `national.py` turns the national database's own form into the normalised one, `normalised.py`
makes drafts, `agencies.py` finds the agency of the province that a national text means.
"""
