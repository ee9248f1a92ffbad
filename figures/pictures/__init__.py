"""A figure -> a file: drawn by a browser, in the size of a preset, with the record of what it shows in it."""
