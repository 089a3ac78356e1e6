resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_sqs_queue" "shipping" {
  name   = "shipping"
  policy = data.aws_iam_policy_document.shipping.json
}

resource "aws_sqs_queue" "dead" {
  name = "shipping-dead"
}

resource "aws_sns_topic_subscription" "full" {
  topic_arn            = aws_sns_topic.orders.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.shipping.arn
  raw_message_delivery = true
  filter_policy_scope  = "MessageBody"

  filter_policy = jsonencode({
    order = { state = ["paid", { prefix = "part" }] }
  })

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
  })
}

resource "aws_sns_topic_subscription" "lambda" {
  topic_arn     = aws_sns_topic.orders.arn
  protocol      = "lambda"
  endpoint      = "arn:aws:lambda:us-east-1:123456789012:function:orders"
  filter_policy = jsonencode({ state = ["paid"], total = [{ numeric = [">", 0] }] })
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.orders.arn
  protocol  = "email"
  endpoint  = "shipping@example.com"
}

data "aws_iam_policy_document" "shipping" {
  policy_id                 = "shipping"
  source_policy_documents   = [data.aws_iam_policy_document.everybody.json]
  override_policy_documents = [data.aws_iam_policy_document.everybody.minified_json]

  statement {
    sid           = "FromTopic"
    actions       = ["sqs:SendMessage"]
    not_resources = ["arn:aws:sqs:*:*:&{aws:username}"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com", "events.amazonaws.com"]
    }

    principals {
      type        = "AWS"
      identifiers = ["210987654321"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.orders.arn]
    }
  }
}

data "aws_iam_policy_document" "everybody" {
  statement {
    sid       = "Encrypted"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
