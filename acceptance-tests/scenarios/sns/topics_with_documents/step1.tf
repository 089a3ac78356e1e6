# Topics that services and accounts may publish to, by documents of policies.
data "aws_caller_identity" "c" {}

locals {
  names = ["one", "two"]
}

resource "aws_sns_topic" "t" {
  for_each = toset(local.names)
  name     = "sc-doc-${each.key}"
}

data "aws_iam_policy_document" "d" {
  for_each = aws_sns_topic.t
  statement {
    sid       = "services"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com", "s3.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.c.account_id]
    }
  }
  statement {
    sid       = "accounts"
    actions   = ["sns:Subscribe", "sns:Receive"]
    resources = [each.value.arn]
    principals {
      type        = "AWS"
      identifiers = ["210987654321", data.aws_caller_identity.c.account_id]
    }
  }
  statement {
    sid       = "tls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]
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

resource "aws_sns_topic_policy" "p" {
  for_each = aws_sns_topic.t
  arn      = each.value.arn
  policy   = data.aws_iam_policy_document.d[each.key].json
}
