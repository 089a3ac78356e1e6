data "aws_partition" "current" {}

output "every_queue" {
  value = "arn:${data.aws_partition.current.partition}:sqs:*:*:*"
}
