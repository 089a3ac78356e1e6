client("kinesis").delete_stream(StreamName="sc-c-gone", EnforceConsumerDeletion=True)
