from taken_for_granted import plugin_bucket

plugin_bucket("sink-1.zip", "sink-2.zip")
