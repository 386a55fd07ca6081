"""``python -m handouts`` does what the command ``handouts`` does."""

from handouts.cli import main

if __name__ == "__main__":
    main()
