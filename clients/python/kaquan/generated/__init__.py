"""Written by generate.py from the OpenAPI document: do not edit."""

VERSION = "2026-12-01"
