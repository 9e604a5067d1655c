"""Provinces of any size, grown from a seed, and the system measured on them. No product code imports this room."""
