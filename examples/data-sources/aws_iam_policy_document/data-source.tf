resource "aws_sqs_queue" "orders" {
  name = "orders"
}

# Allow notifications of one S3 bucket to be sent to the queue.
data "aws_iam_policy_document" "orders" {
  statement {
    sid       = "FromBucket"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.orders.arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["arn:aws:s3:::orders"]
    }
  }
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url
  policy    = data.aws_iam_policy_document.orders.json
}
