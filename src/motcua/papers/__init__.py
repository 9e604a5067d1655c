"""The statutory papers of a dossier and the register book: numbered, signed, kept as they were issued."""
