"""The statutory papers of a dossier as PDF, each made from the dossier as it stands. The server's PDF is the truth."""
