"""All ways in: HTTP, pages and the command line. Renders answers; makes none."""
