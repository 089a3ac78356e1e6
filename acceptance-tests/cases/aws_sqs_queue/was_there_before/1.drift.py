import time

import boto3

# What the configuration asks for: SQS takes it for the same queue.
boto3.client("sqs").create_queue(QueueName="orders", Attributes={"MaximumMessageSize": "262144"})
# SQS tells full seconds.
time.sleep(6)
