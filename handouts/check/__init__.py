"""Checking: what is wrong with a library, and what would make its guides easier to read. Writes nothing."""
