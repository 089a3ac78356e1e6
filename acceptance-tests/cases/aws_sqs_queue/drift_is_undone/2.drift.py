import boto3

sqs = boto3.client("sqs")
url = sqs.get_queue_url(QueueName="orders")["QueueUrl"]
sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "10"})
sqs.tag_queue(QueueUrl=url, Tags={"service": "payments", "stray": "yes"})
