"""Matches, requests, and the timetables in which meetings are held."""
