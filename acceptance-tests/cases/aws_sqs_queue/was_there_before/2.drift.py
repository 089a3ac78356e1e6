import boto3

sqs = boto3.client("sqs")
url = sqs.get_queue_url(QueueName="orders")["QueueUrl"]
sqs.delete_queue(QueueUrl=url)
sqs.create_queue(QueueName="orders", Attributes={"DelaySeconds": "5"})
