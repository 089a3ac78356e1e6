c = client("kinesis")
name = "sc-more-drift"
c.stop_stream_encryption(StreamName=name, EncryptionType="KMS", KeyId=state["aws_kms_key.k"]["id"])
c.enable_enhanced_monitoring(StreamName=name, ShardLevelMetrics=["ALL"])
c.add_tags_to_stream(StreamName=name, Tags={"keep": "no", "more": "x"})
