"""Measuring: the real server over loopback, and beside every operation what the machine could do at best."""
