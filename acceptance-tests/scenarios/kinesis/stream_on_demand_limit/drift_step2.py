client("kinesis").delete_stream(StreamName="sc-theirs-7")
