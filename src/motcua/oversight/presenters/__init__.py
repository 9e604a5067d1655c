"""Shaping figures for the pages of the monitoring room."""
