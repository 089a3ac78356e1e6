"""A stand-in for AWS in tests: moto's server, mended, and strict about requests."""
