"""`python -m tradefacts` is the command."""

from tradefacts.command import main

if __name__ == "__main__":
    main()
