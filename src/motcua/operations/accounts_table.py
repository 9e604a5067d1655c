"""The accounts of the demonstration, as a person starting it wants to see them. No Django here."""

import json
from pathlib import Path

COLUMNS = ("role", "username", "password", "agency")


def accounts_table(file: Path) -> str:
    """Return a few accounts of accounts.json, one for each role, as a table; and where the rest are."""
    if not file.exists():
        return "There are no accounts: this program has no demonstration province to load."
    accounts = json.loads(file.read_text())
    one_of_each: dict[str, dict[str, str]] = {}
    for account in accounts:
        one_of_each.setdefault(account["role"], account)
    rows = [COLUMNS, *([str(account[column]) for column in COLUMNS] for account in one_of_each.values())]
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(["", *lines, "", f"All {len(accounts)} accounts, with their API tokens: {file}", ""])
