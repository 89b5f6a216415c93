"""The record: what is kept, who may change it, and how it is asked."""
