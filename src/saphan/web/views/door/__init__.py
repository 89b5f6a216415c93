"""The pages of a face-to-face forum's door: badges, check-in, screens and paper."""
