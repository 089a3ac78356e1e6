from taken_for_granted import connect_role, plugin_bucket

plugin_bucket("sink-1.zip", "sink-2.zip")
connect_role("sink")
