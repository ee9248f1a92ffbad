"""`python -m tradefacts` is the command."""

from tradefacts.command import main

main()
