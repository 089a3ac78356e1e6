"""`python -m standin`."""

from standin.server import main

if __name__ == "__main__":
    main()
