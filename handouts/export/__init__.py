"""Delivering: which files are to be made, making them, and the record of what was made."""
