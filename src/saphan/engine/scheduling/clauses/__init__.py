"""Timetables by clauses: a second engine beside CP-SAT, for forums in which all must be held."""
