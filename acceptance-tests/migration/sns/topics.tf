resource "aws_sns_topic" "full" {
  name              = "full"
  display_name      = "Full"
  kms_master_key_id = "alias/aws/sns"

  # Without the last member hashicorp/aws plans it anew each time.
  delivery_policy = jsonencode({
    http = {
      defaultHealthyRetryPolicy    = { minDelayTarget = 5, maxDelayTarget = 5, numRetries = 3 }
      disableSubscriptionOverrides = false
    }
  })

  policy = jsonencode({
    Version = "2012-10-17"
    Id      = "full"
    Statement = [{
      Sid       = "Senders"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::123456789012:root"] }
      Action    = ["SNS:Publish", "SNS:Subscribe"]
      Resource  = "*"
    }]
  })

  tags = {
    service = "orders"
    empty   = ""
  }
}

resource "aws_sns_topic" "fifo" {
  name_prefix                 = "full-"
  fifo_topic                  = true
  content_based_deduplication = true
}

# All that can be left to the provider is.
resource "aws_sns_topic" "unnamed" {}

resource "aws_sns_topic" "many" {
  for_each = toset(["eu", "us"])

  name = "many-${each.key}"
}

resource "aws_sns_topic_policy" "unnamed" {
  arn    = aws_sns_topic.unnamed.arn
  policy = data.aws_iam_policy_document.unnamed.json
}

data "aws_caller_identity" "here" {}

data "aws_partition" "here" {}

data "aws_region" "here" {}

data "aws_arn" "full" {
  arn = aws_sns_topic.full.arn
}

data "aws_sns_topic" "full" {
  name = data.aws_arn.full.resource
}

data "aws_iam_policy_document" "unnamed" {
  statement {
    sid       = "Own"
    actions   = ["SNS:Publish", "SNS:Subscribe"]
    resources = [aws_sns_topic.unnamed.arn]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.here.partition}:iam::${data.aws_caller_identity.here.account_id}:root"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = [data.aws_region.here.name]
    }
  }
}

resource "aws_sns_platform_application" "push" {
  name                             = "push"
  platform                         = "ADM"
  platform_credential              = "secret"
  platform_principal               = "client"
  event_delivery_failure_topic_arn = aws_sns_topic.full.arn
}
