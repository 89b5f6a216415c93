"""Releases become dossiers: who met whom and what was said."""
