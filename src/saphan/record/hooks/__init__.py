"""Signed messages to other programs about what changes at a forum."""
