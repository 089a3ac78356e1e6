resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_sqs_queue" "shipping" {
  name = "shipping"
}

resource "aws_sqs_queue" "shipping_dead" {
  name = "shipping-dead"
}

# Deliver paid orders to the queue of the shipping department.
resource "aws_sns_topic_subscription" "shipping" {
  topic_arn            = aws_sns_topic.orders.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.shipping.arn
  raw_message_delivery = true

  filter_policy_scope = "MessageBody"
  filter_policy = jsonencode({
    order = {
      state = ["paid"]
      total = [{ numeric = [">", 0] }]
    }
  })

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.shipping_dead.arn
  })
}

resource "aws_sqs_queue_policy" "shipping" {
  queue_url = aws_sqs_queue.shipping.url
  policy    = data.aws_iam_policy_document.shipping.json
}

data "aws_iam_policy_document" "shipping" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.shipping.arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.orders.arn]
    }
  }
}
