"""The sheet that paper travels with, as PDF."""
