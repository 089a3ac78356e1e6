"""Makes the connector that the example looks up."""

from taken_for_granted import connector

connector("orders-sink")
# The example has no variables.
print("{}")
