"""Makes the plugin that the example looks up."""

from taken_for_granted import custom_plugin

custom_plugin("orders-sink-1-2-0")
# The example has no variables.
print("{}")
