"""Organisations, their people, and what they offer and need."""
