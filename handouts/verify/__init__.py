"""Verify: what a program gets that reads a PDF aloud, searches it or copies from it, and what is wrong with it.

Knows nothing of how the PDF was made: it reads the finished file, with pikepdf, any file of any program.
"""
