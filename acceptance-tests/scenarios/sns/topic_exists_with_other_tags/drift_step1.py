client("sns").create_topic(Name="sc-topic-exists")
