"""Organisations and matches in files."""
