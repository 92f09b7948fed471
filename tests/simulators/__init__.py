"""Small servers that behave as institutions publish that theirs do; each signs with keys of its own."""
