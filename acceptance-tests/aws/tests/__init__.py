"""Tests of the stand-in: `python -m pytest`, in this folder's parent."""
