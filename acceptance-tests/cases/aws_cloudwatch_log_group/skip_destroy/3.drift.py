import boto3

# Fails unless the log group is there.
boto3.client("logs").delete_log_group(logGroupName="/aws/msk/orders")
