import boto3

boto3.client("sqs", region_name="eu-west-1").create_queue(QueueName="orders")
boto3.client("sns", region_name="eu-west-1").create_topic(Name="orders")
