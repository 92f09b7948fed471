"""Watch lists: read as authorities write them, and compared with the people and companies of a file. Pure, but for the prints' key."""
