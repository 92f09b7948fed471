"""One rule of the house a file: ``violations(root)`` names every place below ``root`` that breaks it."""
