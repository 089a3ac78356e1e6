data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Read"
    actions   = ["sqs:ReceiveMessage"]
    resources = ["*"]
  }
  statement {
    sid       = "Write"
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "override" {
  statement {
    sid       = "Write"
    effect    = "Deny"
    actions   = ["sqs:AddPermission", "sqs:DeleteQueue"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "orders" {
  policy_id                 = "orders"
  source_policy_documents   = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [data.aws_iam_policy_document.override.json]

  statement {
    not_actions = ["iam:*"]
    resources   = ["arn:aws:s3:::orders/&{aws:username}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:PrincipalTag/team"
      values   = ["b", "a"]
    }
  }
}

output "minified" {
  value = data.aws_iam_policy_document.orders.minified_json

  precondition {
    condition = data.aws_iam_policy_document.orders.minified_json == join("", [
      "{\"Version\":\"2012-10-17\",\"Id\":\"orders\",\"Statement\":[",
      "{\"Sid\":\"Read\",\"Effect\":\"Allow\",\"Action\":\"sqs:ReceiveMessage\",\"Resource\":\"*\"},",
      "{\"Sid\":\"Write\",\"Effect\":\"Deny\",",
      "\"Action\":[\"sqs:DeleteQueue\",\"sqs:AddPermission\"],\"Resource\":\"*\"},",
      "{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",",
      "\"Resource\":\"arn:aws:s3:::orders/$${aws:username}/*\",\"Principal\":\"*\",",
      "\"Condition\":{\"StringLike\":{\"aws:PrincipalTag/team\":[\"b\",\"a\"]}}}]}",
    ])
    error_message = "The document is written otherwise."
  }
}
