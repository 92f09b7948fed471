"""granian, with the application loaded before it forks: once for all its workers, which share the memory and are replaced at once."""

from granian.cli import entrypoint

from config import wsgi  # noqa: F401 - loaded here, begun in each worker

if __name__ == "__main__":
    entrypoint()
