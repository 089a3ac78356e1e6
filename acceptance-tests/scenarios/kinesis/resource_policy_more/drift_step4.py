client("kinesis").delete_stream(StreamName="sc-rp2")
