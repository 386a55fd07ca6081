"""Reading: a folder of Markdown files becomes a ``Library`` of ``Guide``. Parsing is pure, reading is not."""
