import time

import boto3

boto3.client("sqs").create_queue(QueueName="orders")
# SQS tells full seconds.
time.sleep(6)
